import { deflate } from 'pako'
import { describe, expect, it } from 'vitest'
import { makeDemoImage } from '../../../src/images/demo-image'
import { parseFirmwareImage } from '../../../src/images/firmware-image'
import { firmwareImages } from '../../support/golden'

const official = firmwareImages.find(({ file }) => file.includes('v1.23.0'))!

describe('the demo image', () => {
  const image = makeDemoImage()

  it('is a valid image that says what it is', () => {
    expect(parseFirmwareImage(image)).toMatchObject({
      demo: true,
      version: 'v1.27.0',
      variant: 'GENERIC',
    })
    expect(Buffer.from(image).includes('DEMO IMAGE')).toBe(true)
  })

  it('has header, segments and size of the official image', () => {
    expect(Buffer.from(image.subarray(0, 8)).toString('hex')).toBe(official.header8)
    const segments = official.segments.map(({ load, size, offset }) => ({
      loadAddress: Number(load),
      sizeBytes: size,
      offset: Number(offset),
    }))
    expect(parseFirmwareImage(image).segments).toEqual(segments)
    expect(image.length).toBe(official.size)
  })

  it('takes as long over the wire: compressed within 1 % of the official image', () => {
    const { length } = deflate(image, { level: 9 })
    expect(Math.abs(length / official.zlib9_size - 1)).toBeLessThan(0.01)
  })

  it('is the same each time', () => {
    expect(Buffer.compare(image, makeDemoImage())).toBe(0)
  })
})
