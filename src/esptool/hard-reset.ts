/** Out of the bootloader, or out of whatever runs: a reset with GPIO0 high. */
import type { WaitOptions } from '../async/deadline'
import { areSignalsRefused } from '../serial/signals-refused'
import type { SerialLink } from '../serial/link'
import { playReset, runStrategy } from './reset-strategies'

/**
 * Resets the chip into run mode within 100 ms. Takes an open port or link: open it before, because
 * opening may move the lines.
 */
export function hardReset(
  target: Pick<SerialLink, 'setSignals'>,
  options?: WaitOptions,
): Promise<void> {
  return playReset(target, runStrategy, options)
}

/** How long a person is given to find that button. */
export const resetByHandMs = 60_000

/**
 * The same for whoever can go on without it: false if the bridge refuses to move its lines (some do, as
 * do ptys and network ports), so that only the button on the board helps.
 * @throws what else goes wrong: `port-lost`, the signal's reason
 */
export async function resetOrByHand(
  target: Pick<SerialLink, 'setSignals'>,
  options?: WaitOptions,
): Promise<boolean> {
  try {
    await hardReset(target, options)
    return true
  } catch (error) {
    if (!areSignalsRefused(error)) throw error
    return false
  }
}
