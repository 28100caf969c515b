/**
 * Parses and checks a MicroPython image for the ESP8266. Everything that can be known before a
 * board is touched is checked here; a parsed image is whole.
 * Layout: segments for the RAM (firmware-segments.ts), 0xff up to 0x8ffc, there the size N of the
 * image as u32, the code that runs from the flash, and behind it the MD5 of bytes [4, N).
 * Source: MicroPython ports/esp8266/makeimg.py.
 */

import { md5 } from '@noble/hashes/legacy.js'
import { DeviceError } from '../errors'
import { readLoadedPart, type LoadedPart, type Segment } from './firmware-segments'
import { findVersionText, type Variant } from './firmware-version'
import type { FlashMode } from './flash-header'
import { recogniseProject } from './esp8266-projects'
import { foreignFile } from './foreign-file'
import { isLinkedForOta } from './ota-image'
import { maxFirmwareBytes, RefusedFile, tooBigForFirmware } from './refused-file'

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

/**
 * @throws DeviceError 'image-not-esp8266', 'image-truncated', 'image-damaged', 'image-no-micropython',
 *   'image-variant' or 'image-too-big', with what is wrong; RefusedFile where the file could be named
 */
export function parseFirmwareImage(bytes: Uint8Array): FirmwareImage {
  if (bytes.length > maxFirmwareBytes) throw tooBigForFirmware(bytes.length)
  const foreign = foreignFile(bytes)
  if (foreign) throw foreign
  try {
    return parseEsp8266Image(bytes)
  } catch (error) {
    throw isOthers(error, bytes) ? noMicroPython(bytes) : error
  }
}

/** Of an image that is refused: true if it is another project's, and no MicroPython that is broken. */
function isOthers(error: unknown, bytes: Uint8Array): boolean {
  if (!(error instanceof DeviceError) || error instanceof RefusedFile) return false
  if (error.code === 'image-no-micropython') return true
  return !findVersionText(bytes) && recogniseProject(bytes) !== undefined
}

function parseEsp8266Image(bytes: Uint8Array): FirmwareImage {
  const loaded = readLoadedPart(bytes)
  if (!hasItsLayout(bytes, loaded) && !findVersionText(bytes)) throw noMicroPython(bytes)
  const sizeBytes = declaredSize(bytes, loaded)
  checkDigest(bytes, sizeBytes)
  const whole = withoutPadding(bytes, sizeBytes + digestBytes)
  const text = findVersionText(whole)
  if (!text) throw noMicroPython(bytes)
  if (isLinkedForOta(whole, loaded.segments))
    throw new RefusedFile('image-variant', { kind: 'ota' })
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

/** makeimg.py fills up with 0xff what lies between the checksum and the size. */
function hasItsLayout(bytes: Uint8Array, { checksumOffset }: LoadedPart): boolean {
  return bytes.subarray(checksumOffset + 1, sizeOffset).every((byte) => byte === 0xff)
}

/** N: size of the image without the MD5. */
function declaredSize(bytes: Uint8Array, loaded: LoadedPart): number {
  if (bytes.length < codeOffset) throw endsBeforeCode(bytes, loaded)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const sizeBytes = view.getUint32(sizeOffset, true)
  if (sizeBytes <= codeOffset || sizeBytes > maxFirmwareBytes) throw noMicroPython(bytes)
  const missing = sizeBytes + digestBytes - bytes.length
  if (missing > 0) {
    const message = `${missing} of ${sizeBytes + digestBytes} bytes are missing at the end.`
    throw new DeviceError('image-truncated', message)
  }
  return sizeBytes
}

/** A complete small image is somebody else's; MicroPython's would go on with padding. */
function endsBeforeCode(bytes: Uint8Array, loaded: LoadedPart): DeviceError {
  if (bytes.length === loaded.checksumOffset + 1) return noMicroPython(bytes)
  const message = `The file ends after ${bytes.length} bytes, before MicroPython's code begins.`
  return new DeviceError('image-truncated', message)
}

function checkDigest(bytes: Uint8Array, sizeBytes: number): void {
  const expected = bytes.subarray(sizeBytes, sizeBytes + digestBytes)
  const actual = md5(bytes.subarray(digestStart, sizeBytes))
  if (actual.every((byte, at) => byte === expected[at])) return
  const message = 'The MD5 at the end does not match the content: the file was changed or cut.'
  throw new DeviceError('image-damaged', message)
}

function withoutPadding(bytes: Uint8Array, sizeBytes: number): Uint8Array {
  const rest = bytes.subarray(sizeBytes)
  if (rest.every((byte) => byte === 0xff)) return bytes.subarray(0, sizeBytes)
  if (isWholeFlash(bytes)) throw new RefusedFile('image-damaged', { kind: 'whole-flash' })
  const message = `${rest.length} bytes follow the end of the image; is it a copy of a whole flash?`
  throw new DeviceError('image-damaged', message)
}

/** Flash chips have 2^n bytes, and these boards 512 KB at least. */
const isWholeFlash = ({ length }: Uint8Array): boolean =>
  length >= 512 * 1024 && (length & (length - 1)) === 0

const noMicroPython = (bytes: Uint8Array): RefusedFile =>
  new RefusedFile('image-no-micropython', recogniseProject(bytes) ?? { kind: 'esp8266-program' })
