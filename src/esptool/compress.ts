/**
 * Regions compressed for the stub, off the page's thread where there is a worker. Can begin before a
 * region is needed, while a person still reads the plan. A firmware may come compressed already.
 */
import { sameBytes } from '../bytes/bytes'
import { BlockStream, type Blocks } from './deflate/block-stream'
import { DeflateThread } from './deflate/deflate-thread'
import { isPatchable, patchableBytes, patched } from './deflate/patchable-stream'
import { ReadyStream } from './deflate/ready-stream'

export { blockBytes, type CompressedBlock } from './deflate/deflate-blocks'
export type { Blocks }

/** Content and its stream: see patchable-stream.ts. */
export interface CompressedContent {
  content: Uint8Array
  stream: Uint8Array
}

const thread = new DeflateThread()
/** Streams that have begun, by buffer and range; they live as long as the bytes they came from. */
const begun = new WeakMap<ArrayBufferLike, Map<string, Blocks>>()
/** One megabyte each; a person hardly changes between more images. */
const keptContents = 2
const contents: CompressedContent[] = []

/** The blocks of `bytes`, which must not change meanwhile. */
export const compress = (bytes: Uint8Array): Blocks =>
  begunFor(bytes) ?? readyStream(bytes) ?? new BlockStream(bytes, thread)

/** As `compress`, without a stream that came ready: for the attempt after one that may have failed because of it. */
export function compressHere(bytes: Uint8Array): Blocks {
  const before = begunFor(bytes)
  if (before instanceof BlockStream) return before
  const stream = new BlockStream(bytes, thread)
  if (before) keep(bytes, stream)
  return stream
}

const begunFor = (bytes: Uint8Array): Blocks | undefined =>
  begun.get(bytes.buffer)?.get(keyOf(bytes))

const keyOf = (bytes: Uint8Array) => `${bytes.byteOffset}+${bytes.length}`

/** Begins now; `compress` with the same piece of the same buffer then goes on from there. */
export function compressAhead(bytes: Uint8Array): void {
  keep(bytes, compress(bytes))
}

function keep(bytes: Uint8Array, blocks: Blocks): void {
  const ofBuffer = begun.get(bytes.buffer) ?? new Map<string, Blocks>()
  begun.set(bytes.buffer, ofBuffer.set(keyOf(bytes), blocks))
}

/**
 * From now on `compress` takes `stream` for what equals `content` behind its first four bytes; not if it cannot
 * serve for every such content.
 */
export function offerCompressed(offered: CompressedContent): void {
  if (contents.some(({ stream }) => sameBytes(stream, offered.stream))) return
  if (!isPatchable(offered.stream, offered.content)) return
  contents.push(offered)
  if (contents.length > keptContents) contents.shift()
}

/** Whether a stream was offered that serves for `bytes`. */
export const hasReadyStream = (bytes: Uint8Array): boolean => offeredFor(bytes) !== undefined

function readyStream(bytes: Uint8Array): Blocks | undefined {
  const known = offeredFor(bytes)
  return known && new ReadyStream(patched(known.stream, bytes), bytes.length)
}

function offeredFor(bytes: Uint8Array): CompressedContent | undefined {
  const behind = bytes.subarray(patchableBytes)
  return contents.find(({ content }) => sameBytes(content.subarray(patchableBytes), behind))
}
