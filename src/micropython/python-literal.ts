/**
 * Text and bytes as Python source that any MicroPython lexer reads back unchanged, and that no REPL
 * takes for a control character. Pure. Lexer: `parse_string_literal` in MicroPython's `py/lexer.c`.
 */

import { hexDigits } from '../bytes/hex'

/** A str literal in plain ASCII. Lone surrogates have no UTF-8 form: they throw a RangeError. */
export function stringLiteral(text: string): string {
  return `'${[...text].map(escapeCharacter).join('')}'`
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0)!
  if (code >= 0xd800 && code <= 0xdfff) throw new RangeError('A name holds half a character.')
  if (character === "'" || character === '\\') return `\\${character}`
  if (code >= 0x20 && code < 0x7f) return character
  if (code < 0x80) return `\\x${hexDigits(code, 2)}`
  return code > 0xffff ? `\\U${hexDigits(code, 8)}` : `\\u${hexDigits(code, 4)}`
}

/**
 * What must not stand in a bytes literal as it is: the end of the line and of the literal, and what
 * raw REPL or raw paste act upon. All else may, 0x80–0xff included, because MicroPython's lexer is
 * 8-bit clean: on the wire a byte costs 1.03 bytes instead of base64's 1.33.
 */
const escapes = new Map<number, string>([
  [0x01, '1'],
  [0x02, '2'],
  [0x03, '3'],
  [0x04, '4'],
  [0x0a, 'n'],
  [0x0d, 'r'],
  [0x27, "'"],
  [0x5c, '\\'],
])

const isOctalDigit = (byte: number | undefined) => byte !== undefined && byte >= 48 && byte <= 55

/** A bytes literal as source bytes; at most twice, for random data 1.03 times as long. */
export function bytesLiteral(bytes: Uint8Array): Uint8Array {
  const source = [0x62, 0x27] // b'
  bytes.forEach((byte, at) => {
    const escape = escapes.get(byte)
    if (escape === undefined) return void source.push(byte)
    source.push(0x5c)
    // A digit that follows would become part of a short octal escape.
    if (byte < 5 && isOctalDigit(bytes[at + 1])) source.push(48, 48)
    source.push(escape.charCodeAt(0))
  })
  source.push(0x27)
  return Uint8Array.from(source)
}
