import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boardPath, directoriesOf } from '../../src/micropython/board-path'
import { BootLog } from '../../src/micropython/boot-log'
import { PasteWindow } from '../../src/micropython/paste-window'
import { PortalLines } from '../../src/micropython/portal-lines'
import { bytesLiteral, stringLiteral } from '../../src/micropython/python-literal'
import { parseRepr } from '../../src/micropython/python-repr'
import { parseTraceback, pythonError } from '../../src/micropython/traceback'
import { relativeDuration } from '../support/relative-time'

/**
 * What Python's lexer makes of the inside of a literal: language reference, "String and Bytes
 * literals"; \u and \U mean something in a str only.
 */
function evaluate(body: string): string {
  const escape = /\\(?:([0-7]{1,3})|x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([nr'\\]))/g
  const short: Record<string, string> = { n: '\n', r: '\r', "'": "'", '\\': '\\' }
  return body.replace(escape, (_, octal, x, u, U, letter) => {
    if (letter) return short[letter as string]!
    return String.fromCodePoint(octal ? parseInt(octal, 8) : parseInt(x ?? u ?? U, 16))
  })
}

const wellFormed = fc.string({ unit: 'grapheme' })
const nasty = fc.string({
  unit: fc.constantFrom("'", '"', '\\', '\n', '\r', '\0', '\x03', '\x04', '7', 'é', '😀', 'x', ' '),
})
const text = fc.oneof(wellFormed, nasty)

describe('literals', () => {
  it('a str literal is printable ASCII on one line and gives the text back', () => {
    fc.assert(
      fc.property(text, (original) => {
        const literal = stringLiteral(original)
        expect(literal).toMatch(/^'[\x20-\x7e]*'$/)
        expect(literal.slice(1, -1)).toMatch(/^(?:[^'\\]|\\.)*$/)
        expect(evaluate(literal.slice(1, -1))).toBe(original)
      }),
    )
  })

  it('a bytes literal holds nothing that a REPL acts upon and gives the bytes back', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 600 }),
      fc.uint8Array({ maxLength: 60, max: 5 }),
      fc
        .array(fc.constantFrom(0, 1, 3, 4, 10, 13, 39, 48, 55, 56, 92))
        .map((a) => Uint8Array.from(a)),
    )
    fc.assert(
      fc.property(bytes, (original) => {
        const source = Buffer.from(bytesLiteral(original)).toString('latin1')
        expect([...'\x01\x02\x03\x04\n\r'].some((each) => source.includes(each))).toBe(false)
        expect(source).toMatch(/^b'(?:[^'\\]|\\.)*'$/s)
        const back = Buffer.from(evaluate(source.slice(2, -1)), 'latin1')
        expect(back.equals(original)).toBe(true)
      }),
    )
  })

  it('random bytes grow by less than 5 %', () => {
    const random = Uint8Array.from({ length: 65536 }, (_, i) => (i * 2654435761) >>> 24)
    expect(bytesLiteral(random).length / random.length).toBeLessThan(1.05)
  })

  it('a repr gives its text back', () => {
    fc.assert(
      fc.property(text, (original) => {
        const repr = [...original].map((c) => (c < ' ' || c === "'" || c === '\\' ? escaped(c) : c))
        expect(parseRepr(`'${repr.join('')}'`)).toBe(original)
      }),
    )
    function escaped(c: string): string {
      if (c >= ' ') return `\\${c}`
      return `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`
    }
  })
})

describe('the paste window', () => {
  it('never has more than two windows under way, loses nothing and never stalls', () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 3000 }))
    fc.assert(
      fc.property(sizes, fc.infiniteStream(fc.nat(400)), ([windowBytes, codeBytes], eats) => {
        const window = new PasteWindow(windowBytes)
        window.receive(0x01)
        let [sent, eaten] = [0, 0]
        while (eaten < codeBytes) {
          sent += window.grant(codeBytes - sent)
          expect(sent - eaten).toBeLessThanOrEqual(2 * windowBytes)
          expect(sent).toBeGreaterThan(eaten)
          const bite = Math.min(1 + eats.next().value!, sent - eaten)
          const freed = Math.floor((eaten + bite) / windowBytes) - Math.floor(eaten / windowBytes)
          for (let i = 0; i < freed; i++) window.receive(0x01)
          eaten += bite
        }
        expect(sent).toBe(codeBytes)
      }),
    )
  })

  it('grants nothing after the board has ended it', () => {
    const window = new PasteWindow(128)
    expect(window.receive(0x04)).toBe(true)
    expect(window.grant(10)).toBe(0)
    expect(window.ended).toBe(true)
  })

  it('knows two bytes only', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), (byte) => {
        expect(new PasteWindow(128).receive(byte)).toBe(byte === 1 || byte === 4)
      }),
    )
  })
})

describe('any output of a board', () => {
  const frame = fc.constantFrom(
    'Traceback (most recent call last):\n',
    '  File "',
    '", line 1',
    '", line 99999999999999999999',
    ', in f\n',
    'OSError: [Errno 2] ENOENT',
    'OSError: ',
    '\r\n',
    ': ',
  )
  const pieces = fc.array(fc.oneof(frame, fc.string())).map((parts) => parts.join(''))

  it('any text is a traceback or none, and always some error', () => {
    fc.assert(
      fc.property(pieces, (said) => {
        const traceback = parseTraceback(said)
        if (traceback) expect(traceback.type).not.toBe('')
        traceback?.frames.forEach((each) => expect(each.line).toBeLessThan(1e9))
        expect(pythonError(said).code).toMatch(/^(python-error|no-space|no-memory|file-missing)$/)
      }),
    )
  })

  it('a long line without an end is read in time that is in proportion', () => {
    const parse = (pieces: number) =>
      parseTraceback(`Traceback (most recent call last):\n  File "${'", line 1'.repeat(pieces)}`)
    const inParts = () => Array.from({ length: 20 }, () => parse(1000))
    expect(relativeDuration(() => parse(20_000), inParts, 8)).toBeLessThan(8)
  })

  it('any bytes leave boot log and portal lines in a state with a name', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 3000 }),
      pieces.map((s) => Buffer.from(s)),
    )
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 8 }), (chunks) => {
        const log = new BootLog()
        const lines = new PortalLines()
        chunks.forEach((chunk) => (log.push(chunk), lines.push(chunk)))
        expect(log.conclude().code).toBeTypeOf('string')
        expect(lines.state).toBeUndefined()
      }),
    )
  })
})

describe('paths', () => {
  it('any text is refused, or an absolute path without empty or dotted names', () => {
    fc.assert(
      fc.property(text, (path) => {
        let absolute
        try {
          absolute = boardPath(path)
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
          return
        }
        expect(absolute.split('/').slice(1)).not.toContainEqual(expect.stringMatching(/^\.{0,2}$/))
        expect(boardPath(absolute)).toBe(absolute)
      }),
    )
  })

  it('need each directory once, parents first', () => {
    expect(directoriesOf(['/a/b/c.py', '/a/d.py', '/main.py', '/a/b/e.py'])).toEqual(['/a', '/a/b'])
  })
})
