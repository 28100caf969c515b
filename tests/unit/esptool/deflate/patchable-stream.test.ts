import fc from 'fast-check'
import { deflateRawSync, deflateSync, inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { adler32 } from '../../../../src/bytes/adler32'
import { concatBytes } from '../../../../src/bytes/bytes'
import { compress, offerCompressed } from '../../../../src/esptool/compress'
import {
  isPatchable,
  patchableBytes,
  patchableStream,
  patched,
} from '../../../../src/esptool/deflate/patchable-stream'
import { ReadyStream } from '../../../../src/esptool/deflate/ready-stream'
import { makeDemoImage } from '../../../../src/images/demo-image'

const streamOf = (content: Uint8Array) =>
  patchableStream(content, deflateRawSync(content.subarray(patchableBytes)))

const contents = fc.uint8Array({ minLength: patchableBytes, maxLength: 20_000 })

async function joined(stream: Pick<ReadyStream, 'block'>) {
  const blocks = []
  for (let block; (block = await stream.block(blocks.length));) blocks.push(block)
  return { blocks, bytes: Buffer.concat(blocks.map(({ bytes }) => bytes)) }
}

/** A right stream of zlib that takes the bytes 64 to 67 of its content from the first four. */
function reachingBack() {
  const content = makeDemoImage().slice()
  content.set(content.subarray(0, patchableBytes), 64)
  const stored = [Uint8Array.of(0, 60, 0, 0xff - 60, 0xff), content.subarray(patchableBytes, 64)]
  // In the order of RFC 1951: fixed codes, a match of 4 bytes at a distance of 64, the end, an empty stored block.
  const bits = ['010', '0000010', '01011' + '1111', '0000000', '000'].join('').padEnd(32, '0')
  const bytes = bits.match(/.{8}/g)!.map((byte) => parseInt([...byte].reverse().join(''), 2))
  const match = Uint8Array.from([...bytes, 0, 0, 0xff, 0xff])
  const rest = deflateRawSync(content.subarray(68))
  return { content, stream: patchableStream(content, concatBytes([...stored, match, rest])) }
}

describe('the check sum of zlib', () => {
  it('is the one at the end of its streams', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30_000 }), (bytes) => {
        expect(adler32(bytes)).toBe(deflateSync(bytes).readUInt32BE(deflateSync(bytes).length - 4))
      }),
      { numRuns: 50 },
    )
    const largest = new Uint8Array(1_000_000).fill(0xff)
    expect(adler32(largest)).toBe(
      deflateSync(largest).readUInt32BE(deflateSync(largest).length - 4),
    )
  })
})

describe('a stream whose first bytes can be replaced', () => {
  it('inflates to its content, before and after', () => {
    const start = fc.uint8Array({ minLength: patchableBytes, maxLength: patchableBytes })
    fc.assert(
      fc.property(contents, start, (content, start) => {
        const stream = streamOf(content)
        expect(isPatchable(stream, content)).toBe(true)
        expect(inflateSync(stream).equals(content)).toBe(true)
        const other = content.slice()
        other.set(start)
        expect(inflateSync(patched(stream, other)).equals(other)).toBe(true)
        expect(inflateSync(stream).equals(content)).toBe(true)
      }),
      { numRuns: 100 },
    )
  })

  it('is told from every other stream', () => {
    fc.assert(
      fc.property(contents, (content) => !isPatchable(deflateSync(content), content)),
      { numRuns: 100 },
    )
    expect(isPatchable(new Uint8Array(), new Uint8Array())).toBe(false)
  })

  it('is not one that goes on behind its end, is cut off, or holds something else', () => {
    const content = makeDemoImage()
    const rest = deflateRawSync(content.subarray(patchableBytes))
    const isGood = (rest: Uint8Array) => isPatchable(patchableStream(content, rest), content)
    expect(isGood(rest)).toBe(true)
    expect(isGood(Buffer.concat([rest, Buffer.of(0)]))).toBe(false)
    expect(isGood(rest.subarray(0, -1))).toBe(false)
    expect(isGood(deflateRawSync(content.subarray(patchableBytes, -1)))).toBe(false)
    expect(isGood(deflateRawSync(new Uint8Array(1_000_000)))).toBe(false)
    for (const at of [4, 8, -2]) {
      const wrong = Buffer.from(patchableStream(content, rest))
      wrong[at < 0 ? wrong.length + at : at]! ^= 1
      expect(isPatchable(wrong, content)).toBe(false)
    }
  })

  it('is not one whose matches reach into those bytes', async () => {
    const { content, stream } = reachingBack()
    expect(inflateSync(stream).equals(content)).toBe(true)
    expect(isPatchable(stream, content)).toBe(false)
    const wanted = content.slice()
    wanted.set([0x02, 0x40], 2)
    offerCompressed({ content, stream })
    expect(inflateSync((await joined(compress(wanted))).bytes).equals(wanted)).toBe(true)
  })
})

describe('a stream that was compressed before', () => {
  const image = makeDemoImage()
  const stream = streamOf(image)

  it('comes in blocks that account for every byte, also a second time', async () => {
    const ready = new ReadyStream(stream, image.length)
    const { blocks, bytes } = await joined(ready)
    expect(bytes.equals(stream)).toBe(true)
    expect(ready.maxCompressedBytes).toBe(bytes.length)
    expect(blocks.reduce((sum, { flashBytes }) => sum + flashBytes, 0)).toBe(image.length)
    expect((await joined(ready)).bytes.equals(stream)).toBe(true)
  })

  it('is cancelled between blocks', async () => {
    const cancelled = new ReadyStream(stream, 1).block(0, { signal: AbortSignal.abort() })
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('is taken for its content with any header, and for nothing else', async () => {
    offerCompressed({ content: image, stream })
    const patchedImage = image.slice()
    patchedImage.set([0x02, 0x40], 2)
    const { bytes } = await joined(compress(patchedImage))
    expect(bytes.length).toBe(stream.length)
    expect(inflateSync(bytes).equals(patchedImage)).toBe(true)
    for (const at of [patchableBytes, image.length - 1]) {
      const other = patchedImage.slice()
      other[at]! ^= 1
      expect(compress(other)).not.toBeInstanceOf(ReadyStream)
      expect(inflateSync((await joined(compress(other))).bytes).equals(other)).toBe(true)
    }
    expect(compress(image.slice(0, -4))).not.toBeInstanceOf(ReadyStream)
  })

  it('of another make is not taken', () => {
    const content = image.map((byte) => byte ^ 1)
    offerCompressed({ content, stream: new Uint8Array(deflateSync(content)) })
    expect(compress(content)).not.toBeInstanceOf(ReadyStream)
  })
})
