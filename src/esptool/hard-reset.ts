/** Out of the bootloader, or out of whatever runs: a reset with GPIO0 high. */
import type { WaitOptions } from '../async/deadline'
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
