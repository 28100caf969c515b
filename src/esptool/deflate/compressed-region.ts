/**
 * A region as the stub takes it: zlib at level 9, cut into blocks, each with the number of bytes that
 * it brings to the flash. Pure; runs in a worker as well as beside the page. Knows no wire.
 */
import { Deflate, Inflate } from 'pako'

/** The stub's buffer; larger blocks are refused. */
export const blockBytes = 0x4000
/** About 10 ms of compressing, for whoever must breathe in between. */
const sliceBytes = 0x10000

export interface CompressedBlock {
  bytes: Uint8Array<ArrayBuffer>
  /** How much of the flash this block fills. */
  flashBytes: number
}

export interface CompressedRegion {
  sizeBytes: number
  compressedBytes: number
  blocks: CompressedBlock[]
}

/** Compresses slice by slice; yields between them. */
export function* compressInSlices(bytes: Uint8Array): Generator<void, CompressedRegion> {
  const deflate = new Deflate({ level: 9 })
  for (let at = 0; at < bytes.length; at += sliceBytes) {
    if (at > 0) yield
    deflate.push(bytes.subarray(at, at + sliceBytes), false)
  }
  deflate.push(new Uint8Array(0), true)
  const compressed = deflate.result
  return {
    sizeBytes: bytes.length,
    compressedBytes: compressed.length,
    blocks: cutIntoBlocks(compressed),
  }
}

export function compressAtOnce(bytes: Uint8Array): CompressedRegion {
  const slices = compressInSlices(bytes)
  for (;;) {
    const { done, value } = slices.next()
    if (done) return value
  }
}

/** Inflating in large pieces to count costs 10 ms for a firmware; esptool-js does it byte by byte. */
function cutIntoBlocks(compressed: Uint8Array): CompressedBlock[] {
  let flashBytes = 0
  const counter = new Inflate({ chunkSize: 4096 })
  counter.onData = (chunk) => void (flashBytes += chunk.byteLength)
  const blocks: CompressedBlock[] = []
  for (let at = 0; at < compressed.length; at += blockBytes) {
    const bytes = new Uint8Array(compressed.subarray(at, at + blockBytes))
    flashBytes = 0
    counter.push(bytes, at + blockBytes >= compressed.length)
    blocks.push({ bytes, flashBytes })
  }
  return blocks
}
