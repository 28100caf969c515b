/** A piece of flash, and how progress on it is told. */
import { DeviceError } from '../errors'
import type { BoardIdentity } from './identity'

export const sectorBytes = 4096

export interface Region {
  /** From the start of the flash; a multiple of 4096. */
  offsetBytes: number
  bytes: Uint8Array
}

/** Bytes of flash done, of all that there is to do. */
export type OnBytes = (doneBytes: number, totalBytes: number) => void

/** What can be asked of a chip that was lost in the midst of a write and fetched back. */
export interface RecoveredChip {
  identify(): Promise<BoardIdentity>
  md5(offsetBytes: number, sizeBytes: number): Promise<string>
}

export interface TransferOptions {
  signal?: AbortSignal
  onProgress?: OnBytes
  /**
   * The chip was reset in between, so that its own program may have run: called before anything more
   * is written. What it rejects with ends the write.
   */
  onRecovered?: (chip: RecoveredChip) => Promise<void>
}

/** The stub erases whole sectors: an unaligned write would destroy what stands before it. */
export function checkAligned(...values: number[]): void {
  const odd = values.find((value) => value % sectorBytes !== 0)
  if (odd !== undefined) throw new DeviceError('unexpected', `${odd} is not a multiple of 4096.`)
}
