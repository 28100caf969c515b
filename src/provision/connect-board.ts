/**
 * From a port to a board that answers: the bootloader is reached and the board identified. Holds the
 * port until `release`; what then happens to the board is in the files beside this one.
 */
import { openBootloader } from '../esptool/open-bootloader'
import { BootloaderSession } from './bootloader-session'
import type { ConnectedBoard } from './connected-board'
import type { JobOptions } from './progress'
import { RescuedFiles } from './rescue/rescued-files'

export { openConsole } from './boot/open-console'

export interface ConnectBoardOptions extends JobOptions {
  /** One for the page's life: what one attempt has put aside, the next one merges in. */
  rescued?: RescuedFiles
  /** The size of a flash whose chip does not tell it; otherwise the chip's word counts. */
  flashSizeBytes?: number
}

/**
 * Resets the board into its bootloader and identifies it; nothing is written.
 * @throws DeviceError as `openBootloader`; the port is then closed and free
 */
export async function connectBoard(
  port: SerialPort,
  { signal, onProgress, flashSizeBytes, rescued = new RescuedFiles() }: ConnectBoardOptions = {},
): Promise<ConnectedBoard> {
  onProgress?.({ phase: 'connect' })
  const onDetail = (detail: string) => onProgress?.({ phase: 'connect', detail })
  const bootloader = await openBootloader(port, { signal, onDetail, flashSizeBytes })
  return new BootloaderSession(port, bootloader, rescued)
}
