/** No file, whatever is in it, makes the recognition throw, take long, or stay without a result. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DeviceError } from '../../src/errors'
import { parseFirmwareImage } from '../../src/images/firmware-image'
import { foreignFile } from '../../src/images/foreign-file'
import { encode } from '../support/bytes'
import { relativeDuration } from '../support/relative-time'
import { refusalWords } from '../../src/ui/install/refusal-words'

const starts = fc.constantFrom(
  ...['PK\x03\x04', '7z\xbc\xaf', 'BZh9', 'Rar!', '\x7fELF', 'UF2\n', ':02', '<html', '\xff\xfe'],
  ...[
    '\xfe\xff',
    '\xef\xbb\xbf',
    '\xe9',
    '\xea',
    '\xff\xff\xff\xff',
    'import ',
    '#',
    '"""',
    'M\x06',
  ],
)
const latin1 = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0))
const tail = fc.oneof(
  fc.uint8Array({ maxLength: 6000 }),
  fc.string({ maxLength: 3000 }).map((text) => encode(text)),
  fc.tuple(fc.nat(255), fc.nat(10_000)).map(([byte, size]) => new Uint8Array(size).fill(byte)),
)

describe('any file', () => {
  it('is named in a sentence, with a heading and a next step', () => {
    fc.assert(
      fc.property(fc.option(starts, { nil: '' }), tail, (start, rest) => {
        const bytes = Uint8Array.from([...latin1(start), ...rest])
        const refused = foreignFile(bytes)
        if (bytes[0] !== 0xe9) expect(refused).toBeDefined()
        if (!refused) return
        const { title, what, step } = refusalWords(refused)
        expect(what).toMatch(/^This is [^\n]{4,160}\. Nothing was written\.$/)
        expect(title).toMatch(/^This [^\n]{4,70}[^.!?]$/)
        expect(step).toMatch(/\.$/)
      }),
      { numRuns: 1000 },
    )
  })

  it('is refused by the check as a whole, too, and never crashes it', () => {
    fc.assert(
      fc.property(starts, tail, (start, rest) => {
        const bytes = Uint8Array.from([...latin1(start), ...rest])
        expect(() => parseFirmwareImage(bytes)).toThrow(DeviceError)
      }),
      { numRuns: 500 },
    )
  })

  it('of 4 MB that is made to be slow takes at most ten times as long as any other', () => {
    const sizeBytes = 4 * 1024 * 1024
    const refuse = (bytes: Uint8Array) =>
      expect(() => parseFirmwareImage(bytes)).toThrow(DeviceError)
    const filledWith = (piece: string, first: string) => {
      const bytes = new Uint8Array(Buffer.alloc(sizeBytes, piece, 'latin1'))
      bytes.set(latin1(first))
      return bytes
    }
    const firmwareHeader = '\xe9\x01\0\0'
    const plain = filledWith('some words of text, ', firmwareHeader)
    const limit = 10
    const pieces = [
      'MicroPython ',
      'MicroPython v1.2 on 2',
      '\n',
      '"\n',
      '\xff',
      '\0',
      '<!--',
      'AT+',
    ]
    for (const piece of [...pieces, 'esphom', 'Lua 5', 'Adafruit Circuit']) {
      for (const first of ['', firmwareHeader]) {
        const bytes = filledWith(piece, first)
        const ratio = relativeDuration(
          () => refuse(bytes),
          () => refuse(plain),
          limit,
        )
        expect(ratio, JSON.stringify(piece)).toBeLessThan(limit)
      }
    }
  }, 120_000)
})
