/**
 * Bytes rounded up to the 64 KiB that the stub erases at once, in the time of four sectors. What is
 * added is erased flash; only where nothing else lies, and where it saves time at the end.
 */
import { sectorBytes } from '../../esptool/region'

export const eraseBlockBytes = 0x10000
/** All of a block is written then, too. */
const worthABlockSectors = 6

/** So many bytes for `sizeBytes`, with erased ones behind them where that saves time at the end. */
export function roundedUp(sizeBytes: number): number {
  const rest = Math.ceil((sizeBytes % eraseBlockBytes) / sectorBytes)
  return rest < worthABlockSectors
    ? sizeBytes
    : Math.ceil(sizeBytes / eraseBlockBytes) * eraseBlockBytes
}

/** By the bytes of the firmware: what they became. */
const lastPadded = new WeakMap<Uint8Array, Uint8Array>()

/**
 * The firmware, which begins at 0, up to the end of its last erase block; the same array each time, so
 * that what was compressed for one plan serves the next.
 * @param endBytes where something else may lie; without it nothing is added
 */
export function paddedFirmware(bytes: Uint8Array, endBytes: number | undefined): Uint8Array {
  const sizeBytes = roundedUp(bytes.length)
  if (endBytes === undefined || sizeBytes > endBytes || sizeBytes === bytes.length) return bytes
  const before = lastPadded.get(bytes)
  if (before) return before
  const padded = new Uint8Array(sizeBytes).fill(0xff)
  padded.set(bytes)
  lastPadded.set(bytes, padded)
  return padded
}
