/** Reads what Python's `repr` made of a str or bytes. Pure. Source: `mp_str_print_quoted`. */

const quoted = /^b?(['"])((?:\\.|(?!\1)[^\\])*)\1$/s
const piece = /\\x([0-9a-f]{2})|\\u([0-9a-f]{4})|\\U([0-9a-f]{8})|\\(.)|[^\\]+/gs
const short = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
])

/**
 * The text behind `repr`; undefined if it is not one. `\x80` to `\xff` count as bytes of UTF-8:
 * MicroPython writes them for bytes only, characters of a str it prints as they are.
 */
export function parseRepr(repr: string): string | undefined {
  const body = quoted.exec(repr)?.[2]
  if (body === undefined) return undefined
  const bytes: number[] = []
  for (const match of body.matchAll(piece)) {
    const some = bytesOf(match)
    if (!some) return undefined
    bytes.push(...some)
  }
  return new TextDecoder().decode(Uint8Array.from(bytes))
}

function bytesOf([all, x, u, U, character]: RegExpMatchArray): Iterable<number> | undefined {
  if (x) return [parseInt(x, 16)]
  const text = u || U ? fromCode(parseInt((u ?? U)!, 16)) : character ? short.get(character) : all
  return text === undefined ? undefined : new TextEncoder().encode(text)
}

function fromCode(code: number): string | undefined {
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}
