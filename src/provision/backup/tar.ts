/**
 * Files as one uncompressed tar archive, which every system unpacks. Names that do not fit into a
 * header of 1988 go into an extended one.
 * Format: POSIX.1-2001, pax interchange format (ustar header blocks of 512 bytes).
 */
import { concatBytes } from '../../bytes/bytes'

const blockBytes = 512
const nameMaxBytes = 100
const regularFile = '0'
const extendedHeader = 'x'

const encode = (text: string) => new TextEncoder().encode(text)

/** @param files path and bytes; a leading slash is left out, so that nobody unpacks into their root */
export function tarArchive(
  files: Iterable<readonly [path: string, bytes: Uint8Array]>,
  modified = new Date(),
): Uint8Array<ArrayBuffer> {
  const seconds = Math.floor(modified.getTime() / 1000)
  const parts: Uint8Array[] = []
  for (const [path, bytes] of files) {
    const name = path.replace(/^\/+/, '')
    if (needsExtension(name)) parts.push(...entry('path', extendedHeader, paxPath(name), seconds))
    parts.push(...entry(name, regularFile, bytes, seconds))
  }
  parts.push(new Uint8Array(2 * blockBytes)) // the end of an archive
  return concatBytes(parts)
}

/** Old readers take header bytes beyond ASCII for anything. */
function needsExtension(name: string): boolean {
  return name.length > nameMaxBytes || [...name].some((char) => char > '~')
}

function entry(name: string, type: string, bytes: Uint8Array, seconds: number): Uint8Array[] {
  const padding = new Uint8Array((blockBytes - (bytes.length % blockBytes)) % blockBytes)
  return [header(name, type, bytes.length, seconds), bytes, padding]
}

function header(name: string, type: string, sizeBytes: number, seconds: number): Uint8Array {
  const block = new Uint8Array(blockBytes)
  const put = (at: number, text: string) => block.set(encode(text), at)
  block.set(encode(name).subarray(0, nameMaxBytes))
  put(100, '0000644\0')
  put(108, '0000000\0')
  put(116, '0000000\0')
  put(124, `${octal(sizeBytes, 11)}\0`)
  put(136, `${octal(seconds, 11)}\0`)
  put(148, ' '.repeat(8)) // counts as spaces in its own sum
  put(156, type)
  put(257, 'ustar\x0000')
  const sum = block.reduce((total, byte) => total + byte, 0)
  put(148, `${octal(sum, 6)}\0 `)
  return block
}

const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0')

/** "LENGTH path=NAME\n", where the length counts its own digits. */
function paxPath(name: string): Uint8Array {
  const rest = encode(` path=${name}\n`)
  let length = rest.length + 1
  while (String(length).length + rest.length > length) length++
  return encode(`${length} path=${name}\n`)
}
