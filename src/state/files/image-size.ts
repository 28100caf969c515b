/**
 * How many pixels a picture has, as its first bytes tell: a small file may hold more than a browser can unpack.
 * Sources: PNG specification, 11.2.1 IHDR; GIF89a, 18; BMP, BITMAPINFOHEADER; WebP container, VP8X, VP8 and VP8L;
 * JPEG, ITU T.81, B.2.2. Pure.
 */

/** 4096 x 4096: 64 MB unpacked. */
export const mostPixels = 16 * 1024 * 1024

/** Undefined for what is none of these, and for what is cut off. */
export function pixelsOf(bytes: Uint8Array): number | undefined {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (const [start, pixels] of formats) if (begins(bytes, start)) return pixels(view)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  return undefined
}

const begins = (bytes: Uint8Array, start: string) =>
  [...start].every((char, at) => char === '?' || bytes[at] === char.charCodeAt(0))

const formats: readonly [string, (view: DataView) => number | undefined][] = [
  ['\x89PNG', (view) => view.getUint32(16) * view.getUint32(20)],
  ['GIF8', (view) => view.getUint16(6, true) * view.getUint16(8, true)],
  ['BM', (view) => Math.abs(view.getInt32(18, true) * view.getInt32(22, true))],
  ['\xff\xd8', jpegPixels],
  ['RIFF????WEBPVP8X', (view) => (uint24(view, 24) + 1) * (uint24(view, 27) + 1)],
  ['RIFF????WEBPVP8L', webpLossless],
  [
    'RIFF????WEBPVP8 ',
    (view) => (view.getUint16(26, true) & 0x3fff) * (view.getUint16(28, true) & 0x3fff),
  ],
]

const uint24 = (view: DataView, at: number) =>
  view.getUint16(at, true) + view.getUint8(at + 2) * 0x1_0000

function webpLossless(view: DataView): number {
  const bits = view.getUint32(21, true)
  return ((bits & 0x3fff) + 1) * (((bits >>> 14) & 0x3fff) + 1)
}

/** Segment by segment to the first start of a frame. */
function jpegPixels(view: DataView): number | undefined {
  for (let at = 2; view.getUint8(at) === 0xff;) {
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return view.getUint16(at + 5) * view.getUint16(at + 7)
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
  return undefined
}
