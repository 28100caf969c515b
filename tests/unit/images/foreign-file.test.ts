/**
 * Faults of 0.1.0: an ESP32 factory image was called erased flash; ESP32 images, archives, texts and
 * empty files got one identical sentence; 7z, rar, tar and a .py with a byte order mark "began with
 * 0x…"; other projects' images were called damaged or incomplete MicroPython.
 */
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, test } from 'vitest'
import { parseFirmwareImage } from '../../../src/images/firmware-image'
import { RefusedFile } from '../../../src/images/refused-file'
import { smallImage } from '../../support/synthetic-image'
import { encode } from '../../support/bytes'
import { refusalWords } from '../../../src/ui/install/refusal-words'

const latin1 = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0))
const join = (...parts: (Uint8Array | readonly number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => [...part]))
const filled = (length: number, byte: number) => new Uint8Array(length).fill(byte)
/** Bytes that are no text and no image. */
const behind = (start: Uint8Array | readonly number[]) => join(start, filled(600, 0x80))

/** What the page says of it. */
function refusal(bytes: Uint8Array) {
  try {
    parseFirmwareImage(bytes)
  } catch (error) {
    if (error instanceof RefusedFile) {
      const { title, what, step } = refusalWords(error)
      return { code: error.code, title, message: what.replace(/ Nothing was written\.$/, ''), step }
    }
    throw error
  }
  throw new Error('It was taken.')
}

/** Header of the newer chips (esptool documentation, "Firmware Image Format"). */
function newerImage(chipId: number, pin = 0xee): Uint8Array {
  const header = [0xe9, 4, 2, 0x20, 0xe4, 5, 8, 0x40, pin, 0, 0, 0, chipId, 0]
  const segment = [0x18, 0, 0xff, 0x3f, 4, 0, 0, 0]
  return join(header, filled(9, 0), [1], segment, filled(600, 0x55))
}

describe('an image for a newer chip is called that, wherever it begins', () => {
  it.each([
    ['ESP32 factory image', join(filled(0x1000, 0xff), newerImage(0)), /ESP32,.*boot loader/],
    ['ESP32-S2 factory image', join(filled(0x1000, 0xff), newerImage(2)), /ESP32-S2/],
    ['ESP32-P4 factory image', join(filled(0x2000, 0xff), newerImage(18)), /ESP32-P4/],
    ['factory image, header cut', join(filled(0x1000, 0xff), [0xe9, 3]), /ESP32/],
    ['ESP32-C3 at 0', newerImage(5), /ESP32-C3/],
    ['ESP32-S3 at 0', newerImage(9), /ESP32-S3/],
    ['ESP32-C6 at 0', newerImage(13), /ESP32-C6/],
    ['a chip of the future', newerImage(99), /newer kind/],
    ['with a write-protect pin', newerImage(0, 7), /ESP32/],
  ])('%s', (_, bytes, words) => {
    const error = refusal(bytes)
    expect([error.code, error.title]).toEqual([
      'image-not-esp8266',
      'This firmware is for another chip',
    ])
    expect(error.message).toMatch(words)
    expect(error.message).not.toMatch(/erased/)
    expect(error.step).toMatch(/ESP8266/)
  })
})

test('flash that is erased at first is called so, with how much of it', () => {
  expect(refusal(filled(5000, 0xff)).message).toBe('This is erased flash and nothing else.')
  const later = join(filled(0x3000, 0xff), filled(600, 0x12))
  expect(refusal(later).message).toContain('first 12288 bytes are erased')
})

const tar = join(filled(257, 0x61), latin1('ustar'), filled(300, 0))
const fat = join(latin1('\xeb\xfe\x90MSDOS5.0'), filled(499, 0), [0x55, 0xaa])

describe('every kind of file has a sentence of its own, and a next step', () => {
  const kinds: [string, Uint8Array, RegExp, RegExp][] = [
    ['empty', new Uint8Array(), /empty/, /again/],
    ['zip', behind(latin1('PK\x03\x04')), /zip/, /Unpack/],
    ['gzip', new Uint8Array(gzipSync(smallImage())), /gzip/, /Unpack/],
    ['7z', behind(latin1('7z\xbc\xaf\x27\x1c')), /7z/, /Unpack/],
    ['rar', behind(latin1('Rar!\x1a\x07\x01\0')), /rar/, /Unpack/],
    ['tar', tar, /tar/, /Unpack/],
    ['xz', behind(latin1('\xfd7zXZ\0')), /xz/, /Unpack/],
    ['bz2', behind(latin1('BZh91AY&SY')), /bzip2/, /Unpack/],
    ['zst', behind([0x28, 0xb5, 0x2f, 0xfd]), /Zstandard/, /Unpack/],
    ['Python', encode('"""Blink."""\n# ä\nimport machine\n'), /Python program/, /your own files/],
    ['Python with a UTF-8 mark', encode('\uFEFFfrom machine import Pin\n'), /Python/, /own files/],
    [
      'Python in UTF-16',
      new Uint8Array(Buffer.from('\uFEFFdef main():\r\n', 'utf16le')),
      /Python/,
      /own/,
    ],
    [
      'UTF-16, the other way',
      new Uint8Array(Buffer.from('\uFEFFhello', 'utf16le').swap16()),
      /text/,
      /own/,
    ],
    [
      'old 8-bit text',
      latin1('Gr\xfc\xdfe aus K\xf6ln, und noch viel mehr davon\r\n'),
      /text/,
      /own/,
    ],
    ['UTF-8 cut in a letter', encode('a' + 'ä'.repeat(4000)), /text/, /own/],
    ['a web page', encode('\uFEFF\n<!DOCTYPE html><title>404</title>'), /web page/, /\.bin/],
    ['Intel HEX', encode(':020000040000FA\n'), /HEX/, /ESP8266/],
    ['S-record', encode('S0030000FC\n'), /S-record/, /ESP8266/],
    ['Git LFS', encode('version https://git-lfs.github.com/spec/v1\n'), /LFS/, /raw/],
    ['JSON', encode('{"name": 1}'), /JSON/, /ESP8266/],
    ['UF2', behind(latin1('UF2\n')), /UF2/, /ESP8266/],
    ['ELF', behind(latin1('\x7fELF')), /ELF/, /beside/],
    ['.mpy', behind([0x4d, 6, 0, 0x1f]), /\.mpy/, /own files/],
    ['.mpy of 1.12', behind([0x4d, 5, 2, 0x1f]), /\.mpy/, /own files/],
    ['ROMFS', behind([0xd2, 0xcd, 0x31]), /ROMFS/, /ESP8266/],
    ['littlefs', behind(latin1('\x01\0\0\0\xf0\x0f\xff\xf7littlefs')), /littlefs/, /ESP8266/],
    ['FAT', fat, /FAT/, /ESP8266/],
    ['ESP8266 of the second format', behind([0xea, 4, 0, 0]), /second format/, /ESP8266/],
    ['a picture', behind(latin1('\x89PNG\r\n\x1a\n')), /picture/, /ESP8266/],
    ['zeros', filled(600, 0), /zeros/, /ESP8266/],
    ['something else', behind([0x12, 0x80]), /0x12/, /ESP8266/],
  ]
  it.each(kinds)('%s', (_, bytes, words, step) => {
    const error = refusal(bytes)
    expect(error.message).toMatch(words)
    expect(error.message).toMatch(/^This is .*\.$/)
    expect(error.title).toMatch(/^This [\w ,.-]+$/)
    expect(error.step).toMatch(step)
    expect(error.step).toMatch(/\.$/)
  })

  it('no two groups share their heading and their sentence', () => {
    const said = kinds.map(([, bytes]) => refusal(bytes).message)
    expect(new Set(said).size).toBeGreaterThan(kinds.length - 6) // texts and programs are alike
  })
})

/** eboot in the first 4 KB, the program behind it: what Arduino's elf2bin.py makes. */
function arduinoImage(words: string): Uint8Array {
  const image = filled(0x20000, 0)
  for (let at = 0x1000; at < image.length; at++) image[at] = (at * 31 + (at >> 8)) & 0xff
  image.set([0xe9, 1, 2, 0x40, 0x94, 0xf2, 0x10, 0x40, 0, 0xf0, 0x10, 0x40, 16, 0, 0, 0])
  image.set(filled(16, 0x11), 16)
  image[47] = 0xef // sixteen equal bytes cancel out
  image.set(filled(0x1000 - 48, 0xaa), 48)
  image.set([0xe9, 4, 2, 0x40, 0, 0x10, 0x20, 0x40], 0x1000)
  image.set(encode(words), 0x5000)
  return image
}

describe('an image of another ESP8266 project is called what it is', () => {
  it.each([
    ['Tasmota 12.3.1 https://tasmota.github.io', /Tasmota, not MicroPython/],
    ['ESPHome version 2024.1', /ESPHome, not/],
    ['WLED 0.14', /WLED, not/],
    ['ESP Easy Mega', /ESPEasy, not/],
    ['Espruino 2v21', /Espruino, not/],
    ['NodeMCU 3.0.0 built on nodemcu-build.com\0Lua 5.1.4', /NodeMCU \(Lua\), not/],
    ['AT version:1.7.4.0', /AT firmware, not/],
    ['--------------- CUT HERE FOR EXCEPTION DECODER', /made with Arduino, not/],
    ['nothing that says what', /an ESP8266 program, but not MicroPython/],
  ])('%s', (text, words) => {
    const image = arduinoImage(text)
    // Whatever stands where MicroPython has its size.
    for (const chance of [0x12345, 0x9001, 0xffffffff, 0x700000, 0]) {
      new DataView(image.buffer).setUint32(0x8ffc, chance, true)
      const error = refusal(image)
      expect([error.code, error.title]).toEqual([
        'image-no-micropython',
        'This firmware is not MicroPython',
      ])
      expect(error.message).toMatch(words)
    }
  })

  it('CircuitPython for the ESP8266, which has the same layout and check sums', () => {
    const text = 'Adafruit CircuitPython 3.1.2 on 2019-01-07; ESP module with ESP8266'
    expect(refusal(smallImage({ text })).message).toBe('This is CircuitPython, not MicroPython.')
  })

  it('an application without its boot loader, which begins with code for the flash', () => {
    const image = join(
      [0xe9, 4, 2, 0x40, 0, 0, 0, 0, 0x10, 0x10, 0x20, 0x40, 0, 1, 0, 0],
      filled(600, 3),
    )
    expect(refusal(image)).toMatchObject({ code: 'image-no-micropython' })
  })

  it('and MicroPython that is cut or damaged still is called that', () => {
    for (const length of [0x8000, 0x8500, 0x9000, 0x9050, 0x9200]) {
      const cut = smallImage().subarray(0, length)
      expect(() => parseFirmwareImage(cut)).toThrow(
        expect.objectContaining({ code: 'image-truncated' }),
      )
    }
    const damaged = smallImage()
    damaged.fill(0, 0x9100, 0x9200) // its version text is what was hit
    expect(() => parseFirmwareImage(damaged)).toThrow(/MD5/)
  })
})

test('a copy of a whole flash is no damaged firmware', () => {
  const flash = filled(1 << 20, 0xff)
  flash.set(smallImage())
  flash.set(latin1('littlefs'), 0x99008)
  const error = refusal(flash)
  expect(error.title).toContain('copy of a whole flash')
  expect(error.step).toContain('esptool')
})

test('the OTA variant, linked for another place, is distinguished from the others', () => {
  const withReferences = (address: number) => {
    const segment = { loadAddress: 0x3ffe8000, sizeBytes: 1060, offset: 0x7a04 }
    const image = smallImage()
    const view = new DataView(image.buffer)
    for (let at = 0; at < 100; at++)
      view.setUint32(segment.offset + 4 * at, address + 64 * at, true)
    let sum = 0xef
    for (const [offset, size] of [
      [0x10, 31212],
      [0x7a04, 1060],
      [0x7e30, 1124],
    ] as const) {
      for (const byte of image.subarray(offset, offset + size)) sum ^= byte
    }
    image[0x829f] = sum
    return image
  }
  // The MD5 is over the segments, too: made right by parsing what was forged before it.
  expect(refusal(redigested(withReferences(0x40245000))).message).toMatch(/OTA/)
  expect(parseFirmwareImage(redigested(withReferences(0x40209000))).variant).toBe('GENERIC')
})

function redigested(image: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const size = new DataView(image.buffer).getUint32(0x8ffc, true)
  image.set(createHash('md5').update(image.subarray(4, size)).digest(), size)
  return image
}

test('more than 16 MB are refused unread', () => {
  expect(refusal(new Uint8Array(16 * 1024 * 1024 + 1)).code).toBe('image-too-big')
})
