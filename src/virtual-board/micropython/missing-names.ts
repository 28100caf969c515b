/**
 * What the WebAssembly port has and the chip's has not (ports/esp8266/mpconfigport.h and
 * boards/manifest.py, v1.23): a letter of the name becomes the next one in the alphabet, so
 * that no program finds it, and the table of names stays sorted. Code of the port itself refers to
 * names by number and does not notice.
 */

/** Methods, functions and modules in C. Linkers share the ends of texts: `rpartition` goes with it. */
const names = [
  'center',
  'partition',
  'splitlines',
  'crc32',
  'complex',
  'factorial',
  'gamma',
  'isclose',
  'randint',
  'randrange',
  'choice',
  'uniform',
]

const frozenModules =
  'abc base64 copy datetime fnmatch functools gzip hmac inspect itertools locale logging operator' +
  ' pathlib stat string types uu zlib html/__init__ tarfile/__init__ unittest/__init__'

/** @param bytes the data of the port, changed in place */
export function hideMissingNames(bytes: Uint8Array): void {
  for (const name of names) hide(bytes, `${name}\0`)
  for (const name of frozenModules.split(' ')) hide(bytes, `\0${name}.py\0`, 1)
}

/** @param letter  which one changes; by default that before the end of the text */
function hide(bytes: Uint8Array, text: string, letter = text.length - 2): void {
  const wanted = new TextEncoder().encode(text)
  for (let at = indexOf(bytes, wanted, 0); at >= 0; at = indexOf(bytes, wanted, at + 1)) {
    bytes[at + letter] = (bytes[at + letter] ?? 0) + 1
  }
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const last = bytes.length - wanted.length
  for (let at = bytes.indexOf(wanted[0] ?? 0, from); at >= 0 && at <= last;) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return at
    at = bytes.indexOf(wanted[0] ?? 0, at + 1)
  }
  return -1
}
