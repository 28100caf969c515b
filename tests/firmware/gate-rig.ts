/** A board with options, started as a power switch does. */
import type { Board } from './board'
import { home, remember, startAtHome } from './stories'
import type { Story } from './world'

/** A board that knows its home network, which is in reach or not. */
export async function boardWith(options: unknown, off = false): Promise<Board> {
  const board = await startAtHome({ '/portal.json': JSON.stringify(options) })
  board.world.radio.networks = [{ ...home, off }]
  remember(board, ['Home', home.key])
  return board
}

export const opens = 'Starting captive portal'

/** One start of the board, from power-on unless something else is said. Ends after so many ms, as a power cut does. */
export function boot(
  board: Board,
  { onMs = 60_000, cause = 0, story = function* (): Story {} } = {},
): string[] {
  const { world } = board
  world.resetCause = cause
  world.nowMs = 1000 // until MicroPython runs
  world.radio.accessPoint.active = false
  let isOn = true
  world.at(onMs, () => isOn && world.interrupt())
  world.play(story)
  try {
    board.run('from captive_portal import CaptivePortal\nCaptivePortal().start()')
  } catch (error) {
    if (!/KeyboardInterrupt/.test(String(error))) throw error
  }
  isOn = false
  world.reboot()
  return board.console()
}
