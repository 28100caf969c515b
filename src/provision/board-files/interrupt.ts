/** Interrupts what runs on a board whose console was lent, for a REPL. */
import type { WaitOptions } from '../../async/deadline'
import { isAbort } from '../../errors'
import { openRepl } from '../../micropython/open-repl'
import type { Repl } from '../../micropython/repl'
import type { LinkLoan } from '../../serial/link'
import { restartQuietly } from '../boot/restart-quietly'
import { Overhearing } from './overhearing'

/**
 * The raw REPL. If nobody answers, the console is given back and those who listen to it have missed nothing; a
 * program that was stopped before the wait was aborted starts again.
 * @throws DeviceError `repl-silent` if no MicroPython answers; the signal's reason
 */
export async function interrupt(loan: LinkLoan, { signal }: WaitOptions): Promise<Repl> {
  const overhearing = new Overhearing(loan.link)
  try {
    return await openRepl(loan.link, { signal })
  } catch (error) {
    if (isAbort(error) && overhearing.isInterrupted)
      await restartQuietly(loan.link).catch(() => undefined)
    loan.giveBack(overhearing.heard)
    throw error
  } finally {
    overhearing.stop()
  }
}
