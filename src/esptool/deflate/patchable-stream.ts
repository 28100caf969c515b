/**
 * A zlib stream whose first four bytes of content can be replaced without compressing anything again:
 * they are a block of their own that is stored as it is. An image's flash size and mode stand there, so
 * that one stream, made once with much effort, serves every board. Any inflater reads it.
 * Formats: RFC 1950 (zlib), RFC 1951 (deflate).
 */
import { adler32 } from '../../bytes/adler32'
import { concatBytes, sameBytes } from '../../bytes/bytes'

/** Of the content, from its start. */
export const patchableBytes = 4
/** zlib with a window of 32 KiB, then a stored block that is not the last, its length and its complement. */
const head = Uint8Array.of(0x78, 0xda, 0x00, patchableBytes, 0x00, 0xff - patchableBytes, 0xff)
const checksumBytes = 4

/** @param rest raw deflate of what follows the first four bytes of `content`, with its last block */
export function patchableStream(content: Uint8Array, rest: Uint8Array): Uint8Array<ArrayBuffer> {
  return concatBytes([head, content.subarray(0, patchableBytes), rest, checksumOf(content)])
}

export const isPatchable = (stream: Uint8Array): boolean =>
  stream.length > head.length + patchableBytes + checksumBytes &&
  sameBytes(stream.subarray(0, head.length), head)

/** The stream for `content`, which differs in its first four bytes at most from what `stream` holds. */
export function patched(stream: Uint8Array, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(stream)
  copy.set(content.subarray(0, patchableBytes), head.length)
  copy.set(checksumOf(content), copy.length - checksumBytes)
  return copy
}

function checksumOf(content: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(checksumBytes)
  new DataView(bytes.buffer).setUint32(0, adler32(content))
  return bytes
}
