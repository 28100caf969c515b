/**
 * Regions compressed for the stub, off the page's thread where there is a worker. Can begin before a
 * region is needed, while a person still reads the plan.
 */
import { BlockStream } from './deflate/block-stream'
import { DeflateThread } from './deflate/deflate-thread'

export { blockBytes, type CompressedBlock } from './deflate/deflate-blocks'
export type { BlockStream }

const thread = new DeflateThread()
/** Streams that have begun, by buffer and range; they live as long as the bytes they came from. */
const begun = new WeakMap<ArrayBufferLike, Map<string, BlockStream>>()

/** The blocks of `bytes`, which must not change meanwhile. */
export function compress(bytes: Uint8Array): BlockStream {
  const key = `${bytes.byteOffset}+${bytes.length}`
  return begun.get(bytes.buffer)?.get(key) ?? new BlockStream(bytes, thread)
}

/** Begins now; `compress` with the same piece of the same buffer then goes on from there. */
export function compressAhead(bytes: Uint8Array): void {
  const ofBuffer = begun.get(bytes.buffer) ?? new Map<string, BlockStream>()
  begun.set(bytes.buffer, ofBuffer)
  ofBuffer.set(`${bytes.byteOffset}+${bytes.length}`, compress(bytes))
}
