/**
 * From a verified flash to a running portal: reset into run mode, wait for MicroPython, upload the
 * files, reset again, and read the console until the portal itself says that it is up.
 */
import { isAbort } from '../../errors'
import { resetByHandMs, resetOrByHand } from '../../esptool/hard-reset'
import m from '../../messages/compiled/progress'
import { consoleBaudRate } from './baud-rates'
import { uploadFiles } from '../files/upload-files'
import { openRepl } from '../../micropython/open-repl'
import type { Repl } from '../../micropython/repl'
import { openLink } from '../../serial/open-link'
import type { Installed } from '../connected-board'
import type { Phase, Progress } from '../progress'
import { releaseInTime } from '../update/release-in-time'
import type { BoardFile } from '../../micropython/board-file'
import { replayingLink } from './replaying-link'
import { restartByCommand } from './restart-by-command'
import { bootError, waitForPortal, watchBoot } from './wait-for-board'

interface StartOptions {
  signal?: AbortSignal
  report: (phase: Phase, progress?: Partial<Progress>) => void
}

export async function startPortal(
  port: SerialPort,
  files: BoardFile[],
  { signal, report }: StartOptions,
): Promise<Installed> {
  report('start')
  const link = await openLink(port, { baudRate: consoleBaudRate, signal })
  const inTime = releaseInTime(link, { signal, byLines: true })
  try {
    const byHand = !(await resetOrByHand(link, { signal }))
    if (byHand) report('start', { detail: m.pressReset(), byHand: true })
    const verdict = await watchBoot(link, { signal, byHandMs: byHand ? resetByHandMs : 0 })
    const repl = await openRepl(link, { signal }).catch((error: unknown) => {
      throw isAbort(error) || verdict.code === 'micropython' ? error : bootError(verdict)
    })
    await upload(repl, files, { signal, report })
    report('portal', { inPlace: true })
    const console = replayingLink(link)
    const running = waitForPortal(console, { signal })
    const restart = byHand ? restartByCommand : resetOrByHand
    await Promise.all([restart(console, { signal }), running])
    return { report: await running, link: console }
  } catch (error) {
    await link.close()
    throw signal?.aborted ? signal.reason : error
  } finally {
    inTime.stop()
  }
}

async function upload(repl: Repl, files: BoardFile[], { signal, report }: StartOptions) {
  report('upload', { fraction: 0 })
  try {
    const onProgress = (sent: number, total: number) => report('upload', { fraction: sent / total })
    await uploadFiles(repl, files, { signal, onProgress })
  } finally {
    await repl.close()
  }
}
