/**
 * A region as the stub takes it: zlib at level 9, cut into blocks, each with the number of bytes that
 * it brings to the flash. Pure; runs in a worker as well as beside the page. Knows no wire.
 */
import { Deflate, Inflate } from 'pako'

/** The stub's buffer; larger blocks are refused. */
export const blockBytes = 0x4000
/** About 10 ms of compressing. */
const sliceBytes = 0x10000

export interface CompressedBlock {
  bytes: Uint8Array<ArrayBuffer>
  /** How much of the flash this block fills. */
  flashBytes: number
}

/** Not less than what `bytes` compress to: zlib's own bound, for its default memory level. */
export const maxCompressedBytes = (sizeBytes: number): number =>
  sizeBytes + (sizeBytes >> 12) + (sizeBytes >> 14) + (sizeBytes >> 25) + 13

/** Gives each block as soon as it is complete. The same bytes always give the same blocks. */
export function* deflateBlocks(bytes: Uint8Array): Generator<CompressedBlock, void> {
  const finished: Uint8Array[] = []
  const deflate = new Deflate({ level: 9, chunkSize: blockBytes })
  deflate.onData = (chunk) => void finished.push(new Uint8Array(chunk))
  const fills = flashCounter()
  for (let at = 0; at < bytes.length || at === 0; at += sliceBytes) {
    const last = at + sliceBytes >= bytes.length
    deflate.push(bytes.subarray(at, at + sliceBytes), last)
    for (const block of finished.splice(0)) {
      yield { bytes: new Uint8Array(block), flashBytes: fills(block) }
    }
  }
}

/**
 * Told one block after the other, says how much of the flash each fills. Inflating in large pieces to
 * count costs 10 ms for a firmware; esptool-js does it byte by byte.
 */
export function flashCounter(): (block: Uint8Array) => number {
  let flashBytes = 0
  const inflate = new Inflate({ chunkSize: 4096 })
  inflate.onData = (chunk) => void (flashBytes += chunk.byteLength)
  return (block) => {
    flashBytes = 0
    // 2 is Z_SYNC_FLUSH: what this block gives comes out now.
    inflate.push(block, 2)
    return flashBytes
  }
}
