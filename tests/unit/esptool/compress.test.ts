import fc from 'fast-check'
import { inflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { blockBytes, compress } from '../../../src/esptool/compress'

it('gives zlib data that any inflate reads, in blocks that account for every byte', async () => {
  const large = fc
    .tuple(fc.uint8Array({ maxLength: 3000 }), fc.integer({ min: 1, max: 100 }))
    .map(([bytes, times]) => new Uint8Array(Buffer.concat(Array(times).fill(bytes))))
  await fc.assert(
    fc.asyncProperty(large, async (bytes) => {
      const { blocks, compressedBytes, sizeBytes } = await compress(bytes)
      const joined = Buffer.concat(blocks.map((block) => block.bytes))
      expect(inflateSync(joined).equals(bytes)).toBe(true)
      expect(joined.length).toBe(compressedBytes)
      expect(blocks.every((block) => block.bytes.length <= blockBytes)).toBe(true)
      expect(blocks.reduce((sum, block) => sum + block.flashBytes, 0)).toBe(sizeBytes)
    }),
    { numRuns: 50 },
  )
})

it('is cancelled between slices', async () => {
  const cancel = new AbortController()
  const compressing = compress(new Uint8Array(2 ** 20), { signal: cancel.signal })
  cancel.abort()
  await expect(compressing).rejects.toMatchObject({ name: 'AbortError' })
})
