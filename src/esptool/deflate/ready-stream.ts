/** Blocks out of a stream that was compressed before the page was opened; see patchable-stream.ts. */
import type { WaitOptions } from '../../async/deadline'
import type { Blocks } from './block-stream'
import { blockBytes, flashCounter, type CompressedBlock } from './deflate-blocks'

export class ReadyStream implements Blocks {
  /** What little is done here is no work to wait for. */
  readonly isMadeHere = false
  readonly #blocks: CompressedBlock[] = []
  readonly #fills = flashCounter()

  /** @param stream a whole zlib stream of `sizeBytes` of content */
  constructor(
    private readonly stream: Uint8Array<ArrayBuffer>,
    readonly sizeBytes: number,
  ) {}

  get maxCompressedBytes(): number {
    return this.stream.length
  }

  async block(index: number, { signal }: WaitOptions = {}): Promise<CompressedBlock | undefined> {
    signal?.throwIfAborted()
    while (this.#blocks.length <= index) {
      const start = this.#blocks.length * blockBytes
      if (start >= this.stream.length) return undefined
      const bytes = this.stream.slice(start, start + blockBytes)
      this.#blocks.push({ bytes, flashBytes: this.#fills(bytes) })
    }
    return this.#blocks[index]
  }
}
