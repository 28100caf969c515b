/**
 * Hides frozen Python modules of the WebAssembly port that the chip lacks (ports/esp8266/boards/manifest.py): in
 * the table of frozen files the first letter of the name becomes the next one, so that no import finds it.
 * Functions in C stay: their names share bytes with others.
 */
const frozenModules =
  'abc base64 copy datetime fnmatch functools gzip hmac inspect itertools locale logging operator' +
  ' pathlib stat string types uu zlib html/__init__ tarfile/__init__ unittest/__init__'

/** @param bytes  the data section of the port, changed in place */
export function hideMissingNames(bytes: Uint8Array): void {
  for (const name of frozenModules.split(' ')) {
    const at = lastIndexOf(bytes, new TextEncoder().encode(`\0${name}.py\0`))
    if (at >= 0) bytes[at + 1] = (bytes[at + 1] ?? 0) + 1
  }
}

/** The table comes after the names of source files, whose bytes tracebacks and others share. */
function lastIndexOf(bytes: Uint8Array, wanted: Uint8Array): number {
  for (let at = bytes.lastIndexOf(0); at >= 0; at = at > 0 ? bytes.lastIndexOf(0, at - 1) : -1) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return at
  }
  return -1
}
