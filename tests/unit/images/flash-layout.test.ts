import { describe, expect, it } from 'vitest'
import {
  checkImageFits,
  checkVariant,
  filesystemPlace,
  variantFor,
} from '../../../src/images/flash-layout'

const mib = 1024 * 1024
const variantError = expect.objectContaining({ code: 'image-variant' })

/** Numbers of MicroPython's esp8266 port (flashbdev.py and the linker scripts). */
describe('where MicroPython keeps its files', () => {
  it.each([
    ['GENERIC', 2, 0x100000, 251],
    ['GENERIC', 4, 0x100000, 763],
    ['GENERIC', 16, 0x100000, 3835],
    ['FLASH_1M', 1, 0x99000, 98],
    ['FLASH_1M', 4, 0x99000, 866],
  ] as const)('%s on %d MB: from 0x%x on, %d blocks', (variant, size, offset, blockCount) => {
    expect(filesystemPlace(variant, size * mib)).toEqual({ offset, blockCount })
  })

  it('is nowhere for FLASH_512K, for unknown builds and for GENERIC on 1 MB', () => {
    expect(filesystemPlace('FLASH_512K', 4 * mib)).toBeUndefined()
    expect(filesystemPlace('unknown', 4 * mib)).toBeUndefined()
    expect(filesystemPlace('GENERIC', mib)).toBeUndefined()
  })
})

describe('which variant goes with which flash', () => {
  it('takes GENERIC from 2 MB on and FLASH_1M from 1 MB on', () => {
    expect(variantFor(mib)).toBe('FLASH_1M')
    expect(variantFor(2 * mib)).toBe('GENERIC')
    expect(variantFor(16 * mib)).toBe('GENERIC')
    expect(() => checkVariant('FLASH_1M', 4 * mib)).not.toThrow()
    expect(() => checkVariant('unknown', mib)).not.toThrow()
  })

  it('refuses 512 KB of flash, and FLASH_512K anywhere, because there is no place for files', () => {
    expect(() => variantFor(mib / 2)).toThrow(variantError)
    expect(() => variantFor(mib / 2)).toThrow(/no place for files/)
    expect(() => checkVariant('FLASH_512K', 4 * mib)).toThrow(/no place for files/)
  })

  it('refuses GENERIC on 1 MB and says what it needs', () => {
    expect(() => checkVariant('GENERIC', mib)).toThrow(variantError)
    expect(() => checkVariant('GENERIC', mib)).toThrow(/needs 2 MB of flash; this board has 1 MB/)
  })
})

describe('an image that is too big', () => {
  const tooBig = expect.objectContaining({ code: 'image-too-big' })

  it('is refused where it would reach into its own filesystem', () => {
    const image = (sizeBytes: number) => ({ sizeBytes, variant: 'FLASH_1M' as const })
    expect(() => checkImageFits(image(0x99000), mib)).not.toThrow()
    expect(() => checkImageFits(image(0x99001), mib)).toThrow(tooBig)
  })

  it('of an unknown build is refused where it would reach into the last 20 KiB', () => {
    const image = (sizeBytes: number) => ({ sizeBytes, variant: 'unknown' as const })
    expect(() => checkImageFits(image(mib - 20480), mib)).not.toThrow()
    expect(() => checkImageFits(image(mib - 20479), mib)).toThrow(tooBig)
  })
})
