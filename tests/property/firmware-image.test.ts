import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DeviceError } from '../../src/errors'
import { parseFirmwareImage, patchHeader } from '../../src/images/firmware-image'
import { smallImage } from '../support/synthetic-image'

const original = smallImage()

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
