/**
 * From a verified flash to a running portal: reset into run mode, wait for MicroPython, upload the
 * files, reset again, and read the console until the portal itself says that it is up.
 */
import { hardReset } from '../esptool/hard-reset'
import { syncFiles } from '../micropython/files'
import { openRepl } from '../micropython/repl'
import { openLink, type SerialLink } from '../serial/link'
import type { Installed, Phase, Progress } from './job'
import type { BoardFile } from './portal-files'
import { replayingLink } from './replaying-link'
import { waitForMicroPython, waitForPortal } from './wait-for-board'

/** MicroPython's UART; the boot ROM before it speaks at 74,880 and is garbage here. */
export const consoleBaudRate = 115_200

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
  try {
    await hardReset(link, { signal })
    await waitForMicroPython(link, { signal })
    await upload(link, files, { signal, report })
    report('portal')
    const console = replayingLink(link)
    const running = waitForPortal(console, { signal })
    await Promise.all([hardReset(console, { signal }), running])
    return { report: await running, link: console }
  } catch (error) {
    await link.close()
    throw error
  }
}

async function upload(link: SerialLink, files: BoardFile[], { signal, report }: StartOptions) {
  report('upload', { fraction: 0 })
  const repl = await openRepl(link, { signal })
  const onProgress = (sent: number, total: number) => report('upload', { fraction: sent / total })
  await syncFiles(repl, files, { signal, onProgress })
  await repl.close()
}
