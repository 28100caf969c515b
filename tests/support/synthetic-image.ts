/**
 * Firmware images made for tests from recorded numbers, by code of their own: nothing here comes
 * from src/images/, which they test.
 */

import { createHash } from 'node:crypto'

export interface SyntheticImage {
  /** First eight bytes, hex. */
  header8: string
  segments: readonly { loadAddress: number; sizeBytes: number; offset: number }[]
  /** Where the checksum byte must stand and what it must be. */
  checksumAt: number
  checksum: number
  /** N of makeimg.py: bytes before the MD5. */
  sizeBytes: number
  /** What the image says about itself. */
  text: string
}

const golden23 = {
  header8: 'e903002020041040',
  segments: [
    { loadAddress: 0x40100000, sizeBytes: 31212, offset: 0x10 },
    { loadAddress: 0x3ffe8000, sizeBytes: 1060, offset: 0x7a04 },
    { loadAddress: 0x3ffe8430, sizeBytes: 1124, offset: 0x7e30 },
  ],
  checksumAt: 0x829f,
  checksum: 0xcb,
}

/** The head of v1.23.0 with a short flash part, so that thousands of them are quickly checked. */
export function smallImage(overrides: Partial<SyntheticImage> = {}): Uint8Array<ArrayBuffer> {
  const text = '3.4.0; MicroPython v1.23.0 on 2024-06-02\0ESP module with ESP8266\0'
  return syntheticImage({ ...golden23, sizeBytes: 0x9000 + 2000, text, ...overrides })
}

export function syntheticImage(facts: SyntheticImage): Uint8Array<ArrayBuffer> {
  const image = Buffer.alloc(facts.sizeBytes + 16, 0xff)
  image.write(facts.header8, 0, 'hex')
  for (const { loadAddress, sizeBytes, offset } of facts.segments) {
    image.writeUInt32LE(loadAddress, offset - 8)
    image.writeUInt32LE(sizeBytes, offset - 4)
    for (let at = 0; at < sizeBytes; at++) image[offset + at] = (at * 7 + sizeBytes) & 0xff
  }
  image[facts.checksumAt] = facts.checksum
  balanceChecksum(image, facts)
  image.writeUInt32LE(facts.sizeBytes, 0x8ffc)
  for (let at = 0x9000; at < facts.sizeBytes; at++) image[at] = (at * 13) & 0x7f
  image.write(facts.text, 0x9100, 'latin1')
  createHash('md5').update(image.subarray(4, facts.sizeBytes)).digest().copy(image, facts.sizeBytes)
  return new Uint8Array(image)
}

/** Sets the first data byte so that 0xef XOR all segments gives the recorded checksum. */
function balanceChecksum(image: Buffer, facts: SyntheticImage): void {
  let sum = 0xef ^ facts.checksum
  for (const { offset, sizeBytes } of facts.segments) {
    for (const byte of image.subarray(offset, offset + sizeBytes)) sum ^= byte
  }
  const first = facts.segments[0]!.offset
  image[first] = image[first]! ^ sum
}
