/**
 * The files of a board that runs, over the console that is open: its program is interrupted, the console
 * lent to the REPL, and both given back at the end. Must not know who listens to the console.
 */
import type { WaitOptions } from '../../async/deadline'
import { hardReset } from '../../esptool/hard-reset'
import type { Repl } from '../../micropython/repl'
import type { LinkLoan, SerialLink } from '../../serial/link'
import { loanOf } from '../../serial/loan'
import { restartQuietly } from '../boot/restart-quietly'
import type { BoardFilesystem } from './board-filesystem'
import { interrupt } from './interrupt'
import { ReplFilesystem } from './repl-filesystem'

export interface RunningBoardOptions extends WaitOptions {
  /** The console has been given back; `restart`: the board begins anew. */
  onClosed?: (options: { restart: boolean }) => void
}

/** Giving a board back must not keep anybody waiting: all of it ends within the release of a connection. */
const exitMs = 1500

/**
 * @throws DeviceError `repl-silent` if no MicroPython answers; then nothing has changed, and whoever listens
 *   to `link` has missed nothing
 */
export async function filesOfRunningBoard(
  link: SerialLink,
  { signal, onClosed = () => undefined }: RunningBoardOptions = {},
): Promise<BoardFilesystem> {
  signal?.throwIfAborted()
  const loan: LinkLoan = loanOf(link)
  const repl = await interrupt(loan, { signal })
  return new ReplFilesystem(repl, async (how) => {
    await giveBack(repl, loan, how).finally(() => loan.giveBack())
    onClosed(how)
  })
}

async function giveBack(repl: Repl, loan: LinkLoan, how: { restart: boolean }): Promise<void> {
  const { link } = loan
  try {
    await repl.exit({ timeoutMs: exitMs })
    if (how.restart) return await restartQuietly(link)
    loan.giveBack()
    // For the console, which has not seen the prompt.
    await link.write(Uint8Array.of(13))
  } catch {
    // What runs there does not listen: the lines reach every board that has them.
    if (how.restart) await hardReset(link)
  } finally {
    await repl.close()
  }
}
