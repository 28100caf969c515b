/**
 * Bytes 2 and 3 of an image: how the flash is wired and how big it is. The SDK believes them and
 * not the chip, so they must be patched to the board before writing.
 * Source: Espressif's esptool documentation, "ESP8266 Firmware Image Format".
 */

import { DeviceError } from '../errors'

export const flashModes = ['qio', 'qout', 'dio', 'dout'] as const
export type FlashMode = (typeof flashModes)[number]

const kib = 1024
const mib = 1024 * kib

/** Flash size by the upper four bits of byte 3. 5 and 6 are 2 and 4 MB with another OTA layout. */
const sizeByNibble: readonly (number | undefined)[] = [
  512 * kib,
  256 * kib,
  mib,
  2 * mib,
  4 * mib,
  2 * mib,
  4 * mib,
  undefined,
  8 * mib,
  16 * mib,
]

/** @throws DeviceError 'image-damaged' */
export function flashModeOf(byte: number): FlashMode {
  const mode = flashModes[byte]
  if (!mode) throw new DeviceError('image-damaged', `The header names flash mode ${byte}.`)
  return mode
}

/** Bytes of flash. @throws DeviceError 'image-damaged' */
export function flashSizeOf(byte: number): number {
  const sizeBytes = sizeByNibble[byte >> 4]
  if (!sizeBytes)
    throw new DeviceError('image-damaged', `The header names flash size ${byte >> 4}.`)
  return sizeBytes
}

export interface HeaderPatch {
  flashSizeBytes: number
  /** Left as it is if absent. */
  flashMode?: FlashMode
}

/**
 * A copy of the image with another flash size and mode in its header. MicroPython's MD5 leaves the
 * first four bytes out, so the copy is as valid as the original; the flash frequency stays.
 * @throws DeviceError 'flash-size-unknown'
 */
export function patchHeader(bytes: Uint8Array, patch: HeaderPatch): Uint8Array<ArrayBuffer> {
  const nibble = sizeByNibble.indexOf(patch.flashSizeBytes)
  if (nibble < 0) {
    const message = `The header has no number for ${patch.flashSizeBytes} bytes of flash.`
    throw new DeviceError('flash-size-unknown', message)
  }
  const patched = new Uint8Array(bytes)
  if (patch.flashMode) patched[2] = flashModes.indexOf(patch.flashMode)
  patched[3] = (nibble << 4) | (patched[3]! & 0x0f)
  return patched
}
