import { expect, it } from 'vitest'
import fc from 'fast-check'
import { md5, sha256 } from '../support/node-hashes'

/** By their paths: by name they are Node's. */
const real = (file: string) =>
  import(new URL(`../../node_modules/@noble/hashes/${file}`, import.meta.url).href) as Promise<
    Record<string, (bytes: Uint8Array) => Uint8Array>
  >

it('hashes as the page does, whatever the length and wherever in its buffer', async () => {
  const legacy = await real('legacy.js')
  const sha2 = await real('sha2.js')
  const pieces = fc.tuple(fc.uint8Array({ maxLength: 300 }), fc.nat({ max: 10 }))
  fc.assert(
    fc.property(pieces, ([bytes, start]) => {
      const piece = bytes.subarray(start)
      expect(md5(piece)).toEqual(legacy.md5?.(piece))
      expect(sha256(piece)).toEqual(sha2.sha256?.(piece))
    }),
  )
})
