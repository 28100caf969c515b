/**
 * The blocks of one region, as they become ready: from the worker, or made here when they are asked
 * for. They can be asked for again, for a second attempt on the wire.
 */
import { withDeadline, type WaitOptions } from '../../async/deadline'
import { deflateBlocks, maxCompressedBytes, type CompressedBlock } from './deflate-blocks'
import type { BlockListener, DeflateThread } from './deflate-thread'

/** A megabyte takes a worker a second; a block of it a few ms, a phone may take a hundred. */
const threadTimeoutMs = 5_000

/** A region, compressed and cut. */
export interface Blocks {
  /** Of the region. */
  readonly sizeBytes: number
  /** At most so many; how many it will be is not always known at the start. */
  readonly maxCompressedBytes: number
  /** False while asking for a block costs this thread next to nothing. */
  readonly isMadeHere: boolean
  /** The block with this index; undefined after the last. Rejects only with the signal's reason. */
  block(index: number, options?: WaitOptions): Promise<CompressedBlock | undefined>
}

export class BlockStream implements BlockListener, Blocks {
  readonly sizeBytes: number
  readonly maxCompressedBytes: number
  readonly #bytes: Uint8Array
  readonly #blocks: CompressedBlock[] = []
  #ended = false
  #here: Iterator<CompressedBlock, void> | undefined
  #wake = () => {}

  constructor(bytes: Uint8Array, thread: DeflateThread) {
    this.#bytes = bytes
    this.sizeBytes = bytes.length
    this.maxCompressedBytes = maxCompressedBytes(bytes.length)
    if (!thread.deflate(bytes, this)) this.onBroken()
  }

  /** False while a worker makes them. */
  get isMadeHere(): boolean {
    return this.#here !== undefined
  }

  async block(index: number, { signal }: WaitOptions = {}): Promise<CompressedBlock | undefined> {
    while (index >= this.#blocks.length && !this.#ended) {
      signal?.throwIfAborted()
      if (this.#here) this.#makeOne(this.#here)
      else await this.#news(signal)
    }
    return this.#blocks[index]
  }

  onBlock(block: CompressedBlock): void {
    if (this.#here) return
    this.#blocks.push(block)
    this.#wake()
  }

  onEnd(): void {
    if (this.#here) return
    this.#ended = true
    this.#wake()
  }

  /** Goes on here; what has come already is the same and is left out. */
  onBroken(): void {
    if (this.#ended || this.#here) return
    this.#here = deflateBlocks(this.#bytes)
    for (let known = this.#blocks.length; known > 0; known--) this.#here.next()
    this.#wake()
  }

  #makeOne(source: Iterator<CompressedBlock, void>): void {
    const { done, value } = source.next()
    if (done) this.#ended = true
    else this.#blocks.push(value)
  }

  async #news(signal: AbortSignal | undefined): Promise<void> {
    const late = new Error('late')
    const woken = new Promise<void>((resolve) => (this.#wake = resolve))
    await withDeadline(woken, threadTimeoutMs, () => late, { signal }).catch((error: unknown) => {
      if (error !== late) throw error
      this.onBroken()
    })
  }
}
