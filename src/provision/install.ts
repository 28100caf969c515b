/**
 * The whole job on a connected board, in the order of `phases`. Whatever happens, the port is closed
 * at the end unless an open console is handed over; a second try starts from the port alone.
 */
import type { Bootloader } from '../esptool/bootloader'
import type { Installed, InstallRequest, JobOptions, Phase, Progress } from './job'
import { parseFirmwareImage } from '../images/firmware-image'
import { portalFiles, type BoardFile } from './portal-files'
import { prepareFirmware } from './prepare-firmware'
import { startPortal } from './start-portal'
import { TimeLeft } from './time-left'

/** MicroPython compresses to about two thirds; only the first guess of the time left depends on it. */
const compressionGuess = 0.68

export async function install(
  port: SerialPort,
  bootloader: Bootloader,
  request: InstallRequest,
  { signal, onProgress }: JobOptions,
): Promise<Installed> {
  try {
    const files = await filesFor(request)
    const report = reporter(request, files, onProgress)
    await flash(bootloader, request, report, signal)
    await bootloader.close()
    return await startPortal(port, files, { signal, report })
  } finally {
    await bootloader.close()
  }
}

type Report = (phase: Phase, progress?: Partial<Progress>) => void

const filesFor = ({ firmware, portal }: InstallRequest): Promise<BoardFile[]> =>
  portalFiles(portal, parseFirmwareImage(firmware).version)

function reporter(
  request: InstallRequest,
  files: BoardFile[],
  onProgress: JobOptions['onProgress'],
): Report {
  const timeLeft = new TimeLeft({
    compressedBytes: request.firmware.length * compressionGuess,
    uploadBytes: files.reduce((sum, file) => sum + file.bytes.length, 0),
    baudRate: request.baudRate,
  })
  return (phase, progress = {}) =>
    onProgress?.({ phase, remainingMs: timeLeft.at(phase, progress.fraction), ...progress })
}

/** Bootloader part: everything up to a flash whose MD5 is right. */
async function flash(
  bootloader: Bootloader,
  request: InstallRequest,
  report: Report,
  signal?: AbortSignal,
) {
  report('prepare')
  const { bytes } = prepareFirmware(request, bootloader.identity)
  await bootloader.startStub({ signal })
  const baudRate = await bootloader.raiseBaudRate(request.baudRate, { signal })
  report('prepare', { detail: `${baudRate} baud` })
  if (request.eraseAll) {
    report('write', { detail: 'Erasing the whole flash' })
    await bootloader.eraseFlash({ signal })
  }
  const regions = [{ offsetBytes: 0, bytes }]
  report('write', { fraction: 0 })
  const onWritten = (written: number, total: number) =>
    report('write', { fraction: written / total })
  await bootloader.write(regions, { signal, onProgress: onWritten })
  report('verify')
  await bootloader.verify(regions, { signal })
}
