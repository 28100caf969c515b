/**
 * A zlib stream whose first four bytes of content can be replaced without compressing anything again:
 * they are a block of their own that is stored as it is. An image's flash size and mode stand there, so
 * that one stream, made once with much effort, serves every board. Any inflater reads it.
 * Formats: RFC 1950 (zlib), RFC 1951 (deflate).
 */
import { Inflate } from 'pako'
import { adler32 } from '../../bytes/adler32'
import { concatBytes, sameBytes } from '../../bytes/bytes'

/** Of the content, from its start. */
export const patchableBytes = 4
/** zlib with a window of 32 KiB, then a stored block that is not the last, its length and its complement. */
const head = Uint8Array.of(0x78, 0xda, 0x00, patchableBytes, 0x00, 0xff - patchableBytes, 0xff)
const checksumBytes = 4
/** Inflated at once to see whether it is right; a slice of deflate becomes a thousand times as much at most. */
const sliceBytes = 4096

/** @param rest raw deflate of what follows the first four bytes of `content`, with its last block */
export function patchableStream(content: Uint8Array, rest: Uint8Array): Uint8Array<ArrayBuffer> {
  return concatBytes([head, content.subarray(0, patchableBytes), rest, checksumOf(content)])
}

/**
 * Whether `patched` can be made of `stream`, and `stream` holds `content`. What follows the first four bytes has to
 * inflate without them: a match that reached back to them would repeat what they were replaced by.
 */
export function isPatchable(stream: Uint8Array, content: Uint8Array): boolean {
  const rest = stream.subarray(head.length + patchableBytes, -checksumBytes)
  const start = concatBytes([head, content.subarray(0, patchableBytes)])
  return (
    sameBytes(stream.subarray(0, start.length), start) &&
    sameBytes(stream.subarray(-checksumBytes), checksumOf(content)) &&
    inflatesTo(rest, content.subarray(patchableBytes))
  )
}

/** Whether all of `deflated`, up to its last byte, is raw deflate of `expected`; what is longer is not inflated further. */
function inflatesTo(deflated: Uint8Array, expected: Uint8Array): boolean {
  const inflate = new Inflate({ raw: true, chunkSize: sliceBytes })
  let sizeBytes = 0
  let isSame = true
  const ends: number[] = []
  inflate.onEnd = (status) => void ends.push(status)
  inflate.onData = (piece) => {
    const bytes = new Uint8Array(piece)
    isSame &&= sameBytes(bytes, expected.subarray(sizeBytes, (sizeBytes += bytes.length)))
  }
  const last = deflated.length - 1
  for (let at = 0; at < last && isSame; at += sliceBytes)
    inflate.push(deflated.subarray(at, Math.min(at + sliceBytes, last)))
  if (ends.length > 0) return false
  inflate.push(deflated.subarray(last))
  return isSame && ends[0] === 0 && sizeBytes === expected.length
}

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
