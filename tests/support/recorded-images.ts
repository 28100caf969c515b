/**
 * Stand-ins for the two official images behind the recordings: same header, same segment addresses
 * and lengths (tests/golden/firmware-images.json), segment contents that lead to the same checksums,
 * and the texts and the byte that the SDK looks at.
 */
import { encode } from './bytes'

interface Layout {
  header: number[]
  segments: { load: number; size: number; checksum: number }[]
  totalBytes: number
  version: string
}

const v112: Layout = {
  header: [0xe9, 0x03, 0x00, 0x00, 0xa0, 0x04, 0x10, 0x40],
  segments: [
    { load: 0x40100000, size: 31088, checksum: 0x44 },
    { load: 0x3ffe8000, size: 1028, checksum: 0x1e },
    { load: 0x3ffe8410, size: 824, checksum: 0x89 },
  ],
  totalBytes: 619812,
  version: 'MicroPython v1.12 on 2019-12-20; ESP module with ESP8266',
}

const v123: Layout = {
  header: [0xe9, 0x03, 0x00, 0x20, 0x20, 0x04, 0x10, 0x40],
  segments: [
    { load: 0x40100000, size: 31212, checksum: 0xa6 },
    { load: 0x3ffe8000, size: 1060, checksum: 0x80 },
    { load: 0x3ffe8430, size: 1124, checksum: 0xcb },
  ],
  totalBytes: 633032,
  version: '3.4.0; MicroPython v1.23.0 on 2024-06-02\0ESP module with ESP8266\0',
}

/** Where the SDK of a 512 KB header looks for RF data, the official v1.12 happens to have 0xE6. */
export function v112Image(): Uint8Array {
  const image = build(v112)
  image[0x7c000] = 0xe6
  return image
}

export const v123Image = (): Uint8Array => build(v123)

function build({ header, segments, totalBytes, version }: Layout): Uint8Array {
  const image = new Uint8Array(totalBytes + 16).fill(0x11)
  const view = new DataView(image.buffer)
  image.set(header)
  let at = 8
  let checksum = 0xef
  for (const segment of segments) {
    view.setUint32(at, segment.load, true)
    view.setUint32(at + 4, segment.size, true)
    const data = image.subarray(at + 8, at + 8 + segment.size).fill(0)
    data[7] = checksum ^ segment.checksum
    checksum = segment.checksum
    at += 8 + segment.size
  }
  image[at | 15] = checksum
  view.setUint32(0x8ffc, totalBytes, true)
  image.set(encode(version), 0x60000)
  return image
}
