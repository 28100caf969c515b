/**
 * The chip in its bootloader, as the rest of the page sees it; opened by open-bootloader.ts. Failures are
 * DeviceErrors; cancelling closes the port and stays an AbortError.
 */
import type { WaitOptions } from '../async/deadline'
import type { ConnectOptions } from './connect'
import type { BoardIdentity } from './identity'
import type { Region, TransferOptions } from './region'

/**
 * One operation at a time; a second one waits. After a cancel, or `port-lost`, the port is closed;
 * after any other failure it is still open, and `close` is up to the caller.
 */
export interface Bootloader {
  readonly identity: BoardIdentity
  /**
   * How often the chip was reset so far. While it stays the same and the stub answers, no other program
   * has run.
   */
  readonly resets: number
  /** Uploads Espressif's flasher stub; all below needs it and starts it by itself. `stub-failed` */
  startStub(options?: ConnectOptions): Promise<void>
  /** `maxBaud`, or the next lower rate that works; returns the rate in baud. `baud-failed` */
  raiseBaudRate(maxBaud: number, options?: ConnectOptions): Promise<number>
  /** Erases what it needs and writes. Progress in bytes of flash. `write-failed`, `no-answer` */
  write(regions: Region[], options?: TransferOptions): Promise<void>
  /** Compares by MD5. `verify-failed` */
  verify(regions: Region[], options?: TransferOptions): Promise<void>
  /** MD5 of a piece of flash, 32 hex digits. */
  md5(offsetBytes: number, sizeBytes: number, options?: WaitOptions): Promise<string>
  /** A piece of flash, checked by its MD5. `no-answer`, `command-failed` */
  read(
    offsetBytes: number,
    sizeBytes: number,
    options?: TransferOptions,
  ): Promise<Uint8Array<ArrayBuffer>>
  /** The whole chip; takes up to two minutes. */
  eraseFlash(options?: WaitOptions): Promise<void>
  /** Both multiples of 4096. */
  eraseRegion(offsetBytes: number, sizeBytes: number, options?: WaitOptions): Promise<void>
  /** Gives the port back, closed. Never throws; the chip stays in its bootloader. */
  close(): Promise<void>
}
