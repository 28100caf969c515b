import fc from 'fast-check'
import { deflateRawSync, deflateSync, inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { adler32 } from '../../../../src/bytes/adler32'
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
        expect(isPatchable(stream)).toBe(true)
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
      fc.property(contents, (content) => !isPatchable(deflateSync(content))),
      { numRuns: 100 },
    )
    expect(isPatchable(new Uint8Array())).toBe(false)
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
