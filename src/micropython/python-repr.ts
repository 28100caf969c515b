/** Reads what Python's `repr` made of a str or bytes. Pure. Source: `mp_str_print_quoted`. */

const quoted = /^(b?)(['"])((?:\\.|(?!\2)[^\\])*)\2$/s
const escape = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/gis
const plain = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
])

/** The text behind `repr`, bytes taken as UTF-8; undefined if it is not one. */
export function parseRepr(repr: string): string | undefined {
  const match = quoted.exec(repr)
  if (!match) return undefined
  let valid = true
  const text = match[3]!.replace(escape, (_, x, u, U, character) => {
    if (character !== undefined) return plain.get(character) ?? invalid()
    const code = parseInt(x ?? u ?? U, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : invalid()
  })
  if (!valid) return undefined
  return match[1] ? fromUtf8(text) : text

  function invalid(): string {
    valid = false
    return ''
  }
}

function fromUtf8(latin1: string): string {
  const bytes = Uint8Array.from(latin1, (character) => character.charCodeAt(0))
  return new TextDecoder().decode(bytes)
}
