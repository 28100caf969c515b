import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DeviceError } from '../../src/errors'
import { parseFirmwareImage, patchHeader } from '../../src/images/firmware-image'
import { smallImage } from '../support/synthetic-image'

const original = smallImage()

const change = fc.record({
  // The first line and the size field are where a parser trips; the rest is where data rots.
  at: fc.oneof(fc.nat(15), fc.integer({ min: 0x8ff0, max: 0x9010 }), fc.nat(original.length - 1)),
  value: fc.oneof(fc.nat(255), fc.constantFrom(0, 0xff)),
})

const lengths = fc.oneof(
  { weight: 3, arbitrary: fc.constant(original.length) },
  { weight: 1, arbitrary: fc.nat(original.length) },
)

function mutate(changes: { at: number; value: number }[], length: number): Uint8Array {
  const image = original.slice()
  for (const { at, value } of changes) image[at] = value
  return image.subarray(0, length)
}

const imageCodes = ['image-not-esp8266', 'image-truncated', 'image-damaged', 'image-no-micropython']

function parseOrReason(bytes: Uint8Array) {
  try {
    return parseFirmwareImage(bytes)
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error
    expect(imageCodes).toContain(error.code)
    expect(error.message).toMatch(/\.$/)
    return undefined
  }
}

describe('a firmware file', () => {
  it('of any content is read or refused with a reason, and never crashes', () => {
    const anything = fc.uint8Array({ maxLength: 5000 })
    const espLike = anything.map((bytes) => Uint8Array.of(0xe9, 3, 0, 0x20, ...bytes))
    fc.assert(
      fc.property(fc.oneof(anything, espLike), (bytes) => {
        expect(parseOrReason(bytes)).toBeUndefined()
      }),
      { numRuns: 500 },
    )
  })

  it('with any byte changed behind the first four is refused (1,000 mutations)', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), lengths, (changes, length) => {
        const bytes = mutate(changes, length)
        const parsed = parseOrReason(bytes)
        const intact = Buffer.compare(bytes.subarray(4), original.subarray(4)) === 0
        if (!intact) expect(parsed).toBeUndefined()
      }),
      { numRuns: 1000 },
    )
  }, 60_000)

  it('stays valid with any flash size and mode in its header', () => {
    const sizes = fc.constantFrom(0.25, 0.5, 1, 2, 4, 8, 16).map((mib) => mib * 1024 * 1024)
    const modes = fc.constantFrom('qio', 'qout', 'dio', 'dout')
    fc.assert(
      fc.property(sizes, modes, (flashSizeBytes, flashMode) => {
        const patched = patchHeader(original, { flashSizeBytes, flashMode })
        expect(parseFirmwareImage(patched)).toMatchObject({ flashSizeBytes, flashMode })
      }),
    )
  })
})
