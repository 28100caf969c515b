/**
 * Boards whose program does not listen: one that sleeps, one that swallows Ctrl-C (micropython#8153), one
 * behind a bridge that does not move its lines. What helps first is an installation that keeps the files.
 */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { stepsFor } from '../../src/help/entry'
import { help } from '../../src/help/words'
import { makeDemoImage } from '../../src/images/demo-image'
import { connectBoard } from '../../src/provision/connect-board'
import type { Progress } from '../../src/provision/progress'
import { ByteReader } from '../../src/serial/byte-reader'
import { openLink } from '../../src/serial/open-link'
import { updateFiles } from '../../src/provision/update/update-files'
import { helpedByInstall } from '../../src/ui/install/boot-fix'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import type { ProgramFactory } from '../../src/virtual-board/chip/program'
import { outcomeOf } from '../support/fake-time'
import { loadSessionFirst } from '../support/loaded-session'
import { fileEntry, filesOn, flashWith, inFakeTime, request } from '../support/one-pass'
import { boardWith, portalTree, update, wanted } from '../support/update-rig'
import { encode } from '../support/bytes'

loadSessionFirst()

let board: VirtualBoard
afterEach(() => {
  board.dispose()
  vi.useRealTimers()
})

const asleep: ProgramFactory = () => ({
  start: () => undefined,
  receive: () => undefined,
  stop: () => undefined,
})

/** `while True: try: … except: print(…)`: each Ctrl-C is only another line. */
const swallowsCtrlC: ProgramFactory = () => {
  let say: ((text: string) => void) | undefined
  return {
    start: ({ transmit }) => void (say = (text) => transmit(encode(text))),
    receive: (bytes) => void (bytes.includes(3) && say?.('oops, once more\r\n')),
    stop: () => void (say = undefined),
  }
}

describe.each([
  ['a program in deep sleep', asleep],
  ['a bare except in a loop', swallowsCtrlC],
])('%s', (_name, program) => {
  it('an update gets no answer; an ordinary installation succeeds and keeps the files', async () => {
    vi.useFakeTimers()
    const flash = flashWith([
      ['/main.py', fileEntry('import machine; machine.deepsleep()')],
      ['/diary.txt', fileEntry('dear diary')],
    ])
    board = createVirtualBoard({ pace: true, flash, program })
    const { error } = await outcomeOf(updateFiles(board.port, wanted(), { way: 'reset' }), 300_000)
    expect(error).toMatchObject({ code: 'repl-silent' })
    expect(helpedByInstall(error as never)).toBe(true)
    await inFakeTime(async () => {
      const held = await connectBoard(board.port)
      const wish = request({ baudRate: 115_200 })
      const plan = await held.plan(wish)
      await held.release()
      const kept = plan.files.planned.find(({ path }) => path === '/diary.txt')
      expect(kept?.fate).toBe('kept')
      expect(plan.losses).not.toContainEqual(expect.objectContaining({ path: '/diary.txt' }))
    })
    expect(filesOn(board).get('/diary.txt')).toBeDefined()
  })

  it('the help text names the installation before it names erasing', () => {
    board = createVirtualBoard()
    for (const code of [
      'repl-silent',
      'repl-protocol',
      'filesystem-damaged',
      'boot-failed',
    ] as const) {
      const steps = stepsFor(help[code], 'other')
      const install = steps.findIndex((step) =>
        /^(Or )?(If it happens again, )?[Ii]nstall/.test(step),
      )
      const erase = steps.findIndex((step) => /erase/i.test(step))
      expect(install, code).toBeGreaterThanOrEqual(0)
      expect(install, code).toBeLessThan(erase)
      expect(steps[install], code).toMatch(/stay/)
    }
  })
})

describe('a bridge that does not set DTR and RTS', () => {
  const details: (string | undefined)[] = []
  const onProgress = ({ detail }: Progress) => void details.push(detail)
  const pressReset = 'Press the RESET button on the board'

  /** Somebody stands beside the board and does what the page says. */
  const byHand = (progress: Progress) => {
    onProgress(progress)
    if (progress.byHand) setTimeout(() => board.pressResetButton(), 300)
  }

  function refuseLines() {
    details.length = 0
    board.port.setSignals = async () => {
      throw new DOMException('Failed to set control signals.', 'NetworkError')
    }
  }

  /** A board whose lines cannot be set, with FLASH held down since its reset. */
  function connectByHand() {
    board = boardWith(undefined, { autoReset: false })
    board.holdFlashButton(true)
    board.pressResetButton()
    refuseLines()
    return connectBoard(board.port)
  }

  /** Until then it prints by itself, which is no answer to a reset. */
  async function untilPortalRuns() {
    const link = await openLink(board.port, { baudRate: 115_200 })
    await new ByteReader(link).readUntil('DNS Server listening', { timeoutMs: 20_000 })
    await link.close()
  }

  it('a complete installation ends in a portal, after a press of the button', async () => {
    const held = await connectByHand()
    board.holdFlashButton(false)
    const wish = request({ firmware: makeDemoImage() })
    const { link, report } = await held.install(wish, { onProgress: byHand })
    await link.close()
    expect(report.address).toBe('192.168.4.1')
    expect(details).toContain(pressReset)
  }, 120_000)

  it('an update of files asks once, and restarts by command afterwards', async () => {
    board = boardWith(await portalTree('Old name'), { autoReset: false })
    await untilPortalRuns()
    refuseLines()
    const { report, files } = await update(board, wanted(), { way: 'reset', onProgress: byHand })
    expect(report.address).toBe('192.168.4.1')
    expect(files?.sent).toBeGreaterThan(0)
    expect(details.filter((detail) => detail === pressReset)).toHaveLength(1)
  }, 60_000)

  it('the console opens all the same', async () => {
    const held = await connectByHand()
    const link = await held.openConsole()
    expect(link.baudRate).toBe(115_200)
    await link.close()
  }, 60_000)
})
