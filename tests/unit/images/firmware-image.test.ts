import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { parseFirmwareImage, patchHeader } from '../../../src/images/firmware-image'
import { readLoadedPart } from '../../../src/images/firmware-segments'
import { firmwareImages } from '../../support/golden'
import { smallImage, syntheticImage } from '../../support/synthetic-image'
import { encode } from '../../support/bytes'
import { RefusedFile } from '../../../src/images/refused-file'
import { refusalWords } from '../../../src/ui/install/refusal-words'

const texts: Record<string, string> = {
  'esp8266-20191220-v1.12.bin': 'MicroPython v1.12 on 2019-12-20; ESP module with ESP8266\0',
  'ESP8266_GENERIC-20240602-v1.23.0.bin':
    '3.4.0; MicroPython v1.23.0 on 2024-06-02\0ESP module with ESP8266\0',
}

/** What the page says of a file that is refused. */
function saidOf(bytes: Uint8Array): string {
  try {
    parseFirmwareImage(bytes)
  } catch (error) {
    if (error instanceof RefusedFile) return refusalWords(error).what
    throw error
  }
  throw new Error('It was taken.')
}

const code = (code: string) => expect.objectContaining({ name: 'DeviceError', code })

describe.each(firmwareImages)('an image with the geometry of $file', (facts) => {
  const segments = facts.segments.map(({ load, size, offset }) => ({
    loadAddress: Number(load),
    sizeBytes: size,
    offset: Number(offset),
  }))
  const image = syntheticImage({
    header8: facts.header8,
    segments,
    checksumAt: Number(facts.first_part_checksum_byte_at),
    checksum: Number(facts.first_part_checksum),
    sizeBytes: facts.u32_at_0x8ffc,
    text: texts[facts.file]!,
  })

  it('is read with the recorded segments, checksum and size', () => {
    const parsed = parseFirmwareImage(image)
    expect(parsed.segments).toEqual(segments)
    expect(parsed.sizeBytes).toBe(facts.size)
    expect(parsed.demo).toBe(false)
    expect(readLoadedPart(image)).toMatchObject({
      entryAddress: 0x40100000 + (facts.header8.startsWith('e9030000') ? 0x4a0 : 0x420),
      checksumOffset: Number(facts.first_part_checksum_byte_at),
      checksum: Number(facts.first_part_checksum),
    })
  })

  it('gives the flash size of its header: 512 KB for v1.12, 1 MB for v1.23.0', () => {
    const expected = facts.file.includes('v1.12') ? 512 * 1024 : 1024 * 1024
    expect(parseFirmwareImage(image)).toMatchObject({ flashMode: 'qio', flashSizeBytes: expected })
  })

  it('gives its version and variant', () => {
    const version = facts.file.includes('v1.12') ? 'v1.12' : 'v1.23.0'
    expect(parseFirmwareImage(image)).toMatchObject({ version, variant: 'GENERIC' })
  })
})

describe('the version text', () => {
  const parsed = (text: string) => {
    const { version, variant, demo } = parseFirmwareImage(smallImage({ text }))
    return { version, variant, demo }
  }

  it.each([
    ['MicroPython v1.27.0 on 2025-12-09\0ESP module with ESP8266\0', 'v1.27.0', 'GENERIC'],
    ['MicroPython v1.27.0 on 2025-12-09\0ESP module (1M) with ESP8266\0', 'v1.27.0', 'FLASH_1M'],
    ['MicroPython v1.13 on 2020-09-02; ESP module (512K) with ESP8266', 'v1.13', 'FLASH_512K'],
    ['MicroPython v1.28.0-preview.3.gabc on 2026-01-02\0', 'v1.28.0-preview.3.gabc', 'unknown'],
  ])('%j', (text, version, variant) => {
    expect(parsed(text)).toEqual({ version, variant, demo: false })
  })
})

describe('a file that is something else', () => {
  const file = (...start: number[]) =>
    Uint8Array.from({ length: 400 }, (_, at) => start[at] ?? 0x80)
  const text = (text: string) => encode(text)

  it.each([
    ['nothing', new Uint8Array(), /empty/],
    ['a web page', text('\n<!DOCTYPE html><title>404</title>'), /web page/],
    ['an ELF program', file(0x7f, 0x45, 0x4c, 0x46), /ELF/],
    ['gzip', new Uint8Array(gzipSync(smallImage())), /gzip/],
    ['zip', file(0x50, 0x4b, 3, 4), /zip/],
    ['UF2', text('UF2\n'), /UF2/],
    ['Intel HEX', text(':020000040000FA\n'), /HEX/],
    ['Python', text('import machine\n'), /text/],
    ['.mpy', file(0x4d, 0x06, 0x00, 0x1f), /mpy/],
    ['erased flash', file(0xff, 0xff, 0xff, 0xff), /erased/],
    ['noise', file(0x12), /0x12/],
    ['an ESP32 image', esp32Image(0), /ESP32[^-]/],
    ['an ESP32-S3 image', esp32Image(9), /ESP32-S3/],
  ])('is refused by name: %s', (_, bytes, reason) => {
    expect(() => parseFirmwareImage(bytes)).toThrow(code('image-not-esp8266'))
    expect(saidOf(bytes)).toMatch(reason)
  })

  /** The longer header of the newer chips (esptool documentation, "Firmware Image Format"). */
  function esp32Image(chipId: number): Uint8Array {
    return file(0xe9, 2, 2, 0x1f, 0xe4, 0x05, 0x08, 0x40, 0xee, 0, 0, 0, chipId, 0)
  }

  it('is refused when its segments do not belong into the RAM of an ESP8266', () => {
    const image = smallImage()
    new DataView(image.buffer).setUint32(8, 0x40380000, true)
    expect(() => parseFirmwareImage(image)).toThrow(code('image-not-esp8266'))
  })
})

describe('a damaged file', () => {
  it('is refused as truncated at any length', () => {
    const image = smallImage()
    for (const length of [1, 7, 8, 20, 0x4000, 0x829f, 0x82a1, 0x8ffe, 0x9000, image.length - 1]) {
      const cut = image.subarray(0, length)
      expect(() => parseFirmwareImage(cut), `${length} bytes`).toThrow(code('image-truncated'))
    }
  })

  it('is refused as damaged when a byte of a segment flips', () => {
    const image = smallImage()
    image[0x100]! ^= 1
    expect(() => parseFirmwareImage(image)).toThrow(/checksum/)
  })

  it('is refused as damaged when a byte of the flash part flips', () => {
    const image = smallImage()
    image[0x9500]! ^= 1
    expect(() => parseFirmwareImage(image)).toThrow(code('image-damaged'))
    expect(() => parseFirmwareImage(image)).toThrow(/MD5/)
  })

  it('is refused when it goes on with something else, but erased flash behind it is cut off', () => {
    const image = smallImage()
    const padded = new Uint8Array(image.length + 100).fill(0xff)
    padded.set(image)
    expect(parseFirmwareImage(padded).sizeBytes).toBe(image.length)
    padded[image.length + 50] = 0
    expect(() => parseFirmwareImage(padded)).toThrow(code('image-damaged'))
  })
})

describe('an ESP8266 image of somebody else', () => {
  it('is refused: complete, but small', () => {
    const small = smallImage().subarray(0, 0x82a0)
    expect(() => parseFirmwareImage(small)).toThrow(code('image-no-micropython'))
  })

  it('is refused: with code in place of the size', () => {
    const image = smallImage()
    new DataView(image.buffer).setUint32(0x8ffc, 0x12c1f021, true)
    expect(() => parseFirmwareImage(image)).toThrow(code('image-no-micropython'))
  })

  it('is refused: right trailer, no version text', () => {
    const image = smallImage({ text: 'Tasmota' })
    expect(() => parseFirmwareImage(image)).toThrow(code('image-no-micropython'))
  })
})

describe('patching the header', () => {
  const image = smallImage()

  it.each([
    [512 * 1024, 0x00],
    [256 * 1024, 0x10],
    [1024 * 1024, 0x20],
    [2 * 1024 * 1024, 0x30],
    [4 * 1024 * 1024, 0x40],
    [8 * 1024 * 1024, 0x80],
    [16 * 1024 * 1024, 0x90],
  ])('for %d bytes of flash gives byte 3 = %d and leaves a valid image', (flashSizeBytes, byte) => {
    const patched = patchHeader(image, { flashSizeBytes })
    expect([...patched.subarray(0, 4)]).toEqual([0xe9, 0x03, 0x00, byte])
    expect(parseFirmwareImage(patched).flashSizeBytes).toBe(flashSizeBytes)
  })

  it('keeps the frequency, and the mode unless another one is asked for', () => {
    const fast = smallImage({ header8: 'e903022f20041040' })
    expect([...patchHeader(fast, { flashSizeBytes: 4 << 20 }).subarray(2, 4)]).toEqual([2, 0x4f])
    const dout = patchHeader(fast, { flashSizeBytes: 4 << 20, flashMode: 'dout' })
    expect([...dout.subarray(2, 4)]).toEqual([3, 0x4f])
  })

  it('changes a copy and nothing behind byte 3', () => {
    const before = image.slice()
    const patched = patchHeader(image, { flashSizeBytes: 4 << 20, flashMode: 'dio' })
    expect(Buffer.compare(image, before)).toBe(0)
    expect(Buffer.compare(patched.subarray(4), image.subarray(4))).toBe(0)
  })

  it('refuses a size that the header cannot name', () => {
    const patch = () => patchHeader(image, { flashSizeBytes: 3 << 20 })
    expect(patch).toThrow(code('flash-size-unknown'))
  })
})
