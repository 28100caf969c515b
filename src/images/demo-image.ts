/**
 * An image for the virtual board when no official one is at hand: valid in format, of the official
 * size and about as compressible, and without any program. It says so in its version text, by which
 * firmware-image.ts recognises it and real boards are spared.
 * The geometry is that of MicroPython v1.23.0 (tests/golden/firmware-images.json).
 */

import { md5 } from '@noble/hashes/legacy.js'
import { codeOffset, digestBytes, digestStart, sizeOffset } from './firmware-image'
import { demoMarker } from './firmware-version'

const imageBytes = 633_048
const header = [0xe9, 0x03, 0x00, 0x20]
const entryAddress = 0x40100420
const segments = [
  { loadAddress: 0x40100000, sizeBytes: 31212 },
  { loadAddress: 0x3ffe8000, sizeBytes: 1060 },
  { loadAddress: 0x3ffe8430, sizeBytes: 1124 },
]
const versionText =
  'MicroPython v1.27.0 on 2025-12-10; ' +
  `${demoMarker} without a program, for the virtual board only; ESP module with ESP8266`
/** Where the official image has its version text, roughly. */
const versionOffset = 0x8e67f

/** The same bytes each time. */
export function makeDemoImage(): Uint8Array<ArrayBuffer> {
  const image = new Uint8Array(imageBytes).fill(0xff)
  const view = new DataView(image.buffer)
  const filling = new Filling()
  writeLoadedPart(image, view, filling)
  const sizeBytes = imageBytes - digestBytes
  view.setUint32(sizeOffset, sizeBytes, true)
  filling.fill(image.subarray(codeOffset, sizeBytes))
  image.set(new TextEncoder().encode(`${versionText}\0`), versionOffset)
  image.set(md5(image.subarray(digestStart, sizeBytes)), sizeBytes)
  return image
}

function writeLoadedPart(image: Uint8Array, view: DataView, filling: Filling): void {
  image.set(header)
  view.setUint32(4, entryAddress, true)
  let offset = 8
  let checksum = 0xef
  for (const { loadAddress, sizeBytes } of segments) {
    view.setUint32(offset, loadAddress, true)
    view.setUint32(offset + 4, sizeBytes, true)
    const data = image.subarray(offset + 8, offset + 8 + sizeBytes)
    filling.fill(data)
    for (const byte of data) checksum ^= byte
    offset += 8 + sizeBytes
  }
  const checksumOffset = offset | 15
  image.fill(0, offset, checksumOffset)
  image[checksumOffset] = checksum
}

/** So many different bytes, evenly drawn, compress like Xtensa code: to 67 % at zlib's level 9. */
const alphabetSize = 35

/** Bytes without a meaning from a small generator (xorshift32, Marsaglia 2003). */
class Filling {
  #state = 0x2545f491

  fill(target: Uint8Array): void {
    for (let at = 0; at < target.length; at++) target[at] = this.#next() % alphabetSize
  }

  #next(): number {
    let state = this.#state
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    this.#state = state
    return state >>> 0
  }
}
