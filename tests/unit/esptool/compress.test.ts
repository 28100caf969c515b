import fc from 'fast-check'
import { deflateSync, inflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import {
  blockBytes,
  compress,
  type Blocks,
  type CompressedBlock,
} from '../../../src/esptool/compress'

/** All blocks of a region. */
async function blocksOf(stream: Blocks): Promise<CompressedBlock[]> {
  const blocks: CompressedBlock[] = []
  for (let block; (block = await stream.block(blocks.length));) blocks.push(block)
  return blocks
}

it('gives zlib data that any inflate reads, in blocks that account for every byte', async () => {
  const large = fc
    .tuple(fc.uint8Array({ maxLength: 3000 }), fc.integer({ min: 1, max: 100 }))
    .map(([bytes, times]) => new Uint8Array(Buffer.concat(Array(times).fill(bytes))))
  await fc.assert(
    fc.asyncProperty(large, async (bytes) => {
      const stream = compress(bytes)
      const blocks = await blocksOf(stream)
      const joined = Buffer.concat(blocks.map((block) => block.bytes))
      expect(inflateSync(joined).equals(bytes)).toBe(true)
      expect(joined.length).toBeLessThanOrEqual(stream.maxCompressedBytes)
      expect(blocks.slice(0, -1).every((block) => block.bytes.length === blockBytes)).toBe(true)
      expect(blocks.at(-1)!.bytes.length).toBeLessThanOrEqual(blockBytes)
      expect(blocks.reduce((sum, block) => sum + block.flashBytes, 0)).toBe(bytes.length)
    }),
    { numRuns: 50 },
  )
})

it('compresses as well as zlib at level 9', async () => {
  const bytes = Uint8Array.from({ length: 300_000 }, (_, at) => (at * at) >> 9)
  const size = (await blocksOf(compress(bytes))).reduce((sum, block) => sum + block.bytes.length, 0)
  expect(size).toBeLessThanOrEqual(deflateSync(bytes, { level: 9 }).length + 16)
})

it('bounds what cannot be compressed', async () => {
  let state = 1
  const noise = Uint8Array.from({ length: 200_000 }, () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9
    return state >>> 24
  })
  const stream = compress(noise)
  const size = (await blocksOf(stream)).reduce((sum, block) => sum + block.bytes.length, 0)
  expect(size).toBeGreaterThan(noise.length)
  expect(size).toBeLessThanOrEqual(stream.maxCompressedBytes)
})

it('is cancelled between blocks', async () => {
  const stream = compress(new Uint8Array(2 ** 20))
  const cancelled = stream.block(0, { signal: AbortSignal.abort() })
  await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' })
})
