/**
 * A region as the stub takes it: zlib at level 9, cut into blocks, each with the number of bytes that
 * it brings to the flash. Knows no wire.
 */
import { Deflate, Inflate } from 'pako'
import { delay, type WaitOptions } from '../async/deadline'

/** The stub's buffer; larger blocks are refused. */
export const blockBytes = 0x4000
/** About 10 ms of compressing: the page stays alive, and a cancel is heard. */
const sliceBytes = 0x10000

export interface CompressedBlock {
  bytes: Uint8Array
  /** How much of the flash this block fills. */
  flashBytes: number
}

export interface CompressedRegion {
  sizeBytes: number
  compressedBytes: number
  blocks: CompressedBlock[]
}

/** Rejects only with the signal's reason. */
export async function compress(
  bytes: Uint8Array,
  { signal }: WaitOptions = {},
): Promise<CompressedRegion> {
  const deflate = new Deflate({ level: 9 })
  for (let at = 0; at < bytes.length; at += sliceBytes) {
    if (at > 0) await delay(0, { signal })
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

/** Inflating in large pieces to count costs 10 ms for a firmware; esptool-js does it byte by byte. */
function cutIntoBlocks(compressed: Uint8Array): CompressedBlock[] {
  let flashBytes = 0
  const counter = new Inflate({ chunkSize: 4096 })
  counter.onData = (chunk) => void (flashBytes += chunk.byteLength)
  const blocks: CompressedBlock[] = []
  for (let at = 0; at < compressed.length; at += blockBytes) {
    const bytes = compressed.slice(at, at + blockBytes)
    flashBytes = 0
    counter.push(bytes, at + blockBytes >= compressed.length)
    blocks.push({ bytes, flashBytes })
  }
  return blocks
}
