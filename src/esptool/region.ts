/** A piece of flash, and how progress on it is told. */
import { DeviceError } from '../errors'

export const sectorBytes = 4096

export interface Region {
  /** From the start of the flash; a multiple of 4096. */
  offsetBytes: number
  bytes: Uint8Array
}

/** Bytes of flash done, of all that there is to do. */
export type OnBytes = (doneBytes: number, totalBytes: number) => void

export interface TransferOptions {
  signal?: AbortSignal
  onProgress?: OnBytes
}

/** The stub erases whole sectors: an unaligned write would destroy what stands before it. */
export function checkAligned(...values: number[]): void {
  const odd = values.find((value) => value % sectorBytes !== 0)
  if (odd !== undefined) throw new DeviceError('unexpected', `${odd} is not a multiple of 4096.`)
}
