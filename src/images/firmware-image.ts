/**
 * Parses and checks a MicroPython image for the ESP8266. Everything that can be known before a
 * board is touched is checked here; a parsed image is whole.
 * Layout: segments for the RAM (firmware-segments.ts), 0xff up to 0x8ffc, there the size N of the
 * image as u32, the code that runs from the flash, and behind it the MD5 of bytes [4, N).
 * Source: MicroPython ports/esp8266/makeimg.py.
 */

import { md5 } from '@noble/hashes/legacy.js'
import { DeviceError } from '../errors'
import { readLoadedPart, espMagic, type LoadedPart, type Segment } from './firmware-segments'
import { findVersionText, type Variant, type VersionText } from './firmware-version'
import type { FlashMode } from './flash-header'
import { nameForeignFile, nameNewerChip } from './foreign-file'

export { patchHeader, type FlashMode, type HeaderPatch } from './flash-header'
export type { Segment } from './firmware-segments'
export type { Variant } from './firmware-version'

export interface FirmwareImage {
  /** The image without padding behind its MD5. */
  bytes: Uint8Array
  sizeBytes: number
  flashMode: FlashMode
  /** What the header says, which is not what the board has. */
  flashSizeBytes: number
  segments: Segment[]
  /** Such as "v1.27.0"; undefined for a build that names none. */
  version?: string
  variant: Variant
  /** It loads .mpy files of format 6. False where nothing shows it. */
  loadsMpy6: boolean
  /** Its filesystem is littlefs. False where nothing shows it. */
  usesLittlefs: boolean
  /** No program: for the virtual board only. */
  demo: boolean
}

/** Where the size of the image stands, and where the code that runs from the flash begins. */
export const sizeOffset = 0x8ffc
export const codeOffset = 0x9000
export const digestBytes = 16
/** Where the digest begins: the header's first four bytes may be patched. */
export const digestStart = 4
/** No flash that the ESP8266 can address is larger. */
const maxImageBytes = 16 * 1024 * 1024

/**
 * @throws DeviceError 'image-not-esp8266', 'image-truncated', 'image-damaged' or
 *   'image-no-micropython', with what is wrong
 */
export function parseFirmwareImage(bytes: Uint8Array): FirmwareImage {
  checkChip(bytes)
  const loaded = readLoadedPart(bytes)
  const sizeBytes = declaredSize(bytes, loaded)
  checkDigest(bytes, sizeBytes)
  const whole = withoutPadding(bytes, sizeBytes + digestBytes)
  const text = versionTextOf(whole)
  const { flashMode, flashSizeBytes, segments } = loaded
  return {
    bytes: whole,
    sizeBytes: whole.length,
    flashMode,
    flashSizeBytes,
    segments,
    ...text,
  }
}

function checkChip(bytes: Uint8Array): void {
  if (bytes[0] !== espMagic) throw notEsp8266(nameForeignFile(bytes) ?? startingWith(bytes))
  const chip = nameNewerChip(bytes)
  if (chip) throw notEsp8266(`an image for the ${chip}`)
}

function startingWith(bytes: Uint8Array): string {
  const first = bytes[0]!.toString(16).padStart(2, '0')
  return `a file that begins with 0x${first} instead of 0xe9`
}

function notEsp8266(what: string): DeviceError {
  return new DeviceError('image-not-esp8266', `This is ${what}.`)
}

/** N: size of the image without the MD5. */
function declaredSize(bytes: Uint8Array, loaded: LoadedPart): number {
  if (bytes.length < codeOffset) throw endsBeforeCode(bytes, loaded)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const sizeBytes = view.getUint32(sizeOffset, true)
  if (sizeBytes <= codeOffset || sizeBytes > maxImageBytes) throw noMicroPython()
  const missing = sizeBytes + digestBytes - bytes.length
  if (missing > 0) {
    const message = `${missing} of ${sizeBytes + digestBytes} bytes are missing at the end.`
    throw new DeviceError('image-truncated', message)
  }
  return sizeBytes
}

/** A complete small image is somebody else's; MicroPython's would go on with padding. */
function endsBeforeCode(bytes: Uint8Array, loaded: LoadedPart): DeviceError {
  if (bytes.length === loaded.checksumOffset + 1) return noMicroPython()
  const message = `The file ends after ${bytes.length} bytes, before MicroPython's code begins.`
  return new DeviceError('image-truncated', message)
}

function checkDigest(bytes: Uint8Array, sizeBytes: number): void {
  const expected = bytes.subarray(sizeBytes, sizeBytes + digestBytes)
  const actual = md5(bytes.subarray(digestStart, sizeBytes))
  if (actual.every((byte, at) => byte === expected[at])) return
  // Without a version text the "size" was some other program's byte pattern.
  if (!findVersionText(bytes)) throw noMicroPython()
  const message = 'The MD5 at the end does not match the content: the file was changed or cut.'
  throw new DeviceError('image-damaged', message)
}

function withoutPadding(bytes: Uint8Array, sizeBytes: number): Uint8Array {
  const rest = bytes.subarray(sizeBytes)
  if (rest.every((byte) => byte === 0xff)) return bytes.subarray(0, sizeBytes)
  const message = `${rest.length} bytes follow the end of the image; is it a copy of a whole flash?`
  throw new DeviceError('image-damaged', message)
}

function versionTextOf(bytes: Uint8Array): VersionText {
  const text = findVersionText(bytes)
  if (!text) throw noMicroPython()
  return text
}

function noMicroPython(): DeviceError {
  const message = 'The image is for an ESP8266, but it has no MicroPython in it.'
  return new DeviceError('image-no-micropython', message)
}
