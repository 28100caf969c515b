/**
 * A board that hangs must not keep its port: whoever releases a link gives its board a short time to
 * clean up. Then the link ends, and with it every wait on it.
 */
import { afterAbort, type Countdown } from '../../async/after-abort'
import { hardReset } from '../../esptool/hard-reset'
import type { SerialLink } from '../../serial/link'

/** A board that is well tidies up, and gives its files their names, in less. */
const graceMs = 1500

/**
 * Ends `link` so long after `signal` was aborted, or after `begin`; call `stop` when all is done.
 * @param byLines whether the board's lines reach it: then it is reset before, to run its own program
 */
export function releaseInTime(
  link: SerialLink,
  { signal, byLines }: { signal?: AbortSignal; byLines: boolean },
): Countdown {
  return afterAbort(signal, graceMs, async () => {
    if (byLines) await hardReset(link).catch(() => undefined)
    await link.close()
  })
}
