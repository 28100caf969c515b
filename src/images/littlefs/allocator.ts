/** Hands out erased blocks one after the other, so that the same tree always gives the same image. */

import { DeviceError } from '../../errors'
import { erasedBlock } from './block-map'
import { blockSizeBytes, type BlockPair } from './geometry'

export class Allocator {
  readonly #blocks: Uint8Array[] = []
  readonly #blockCount: number

  constructor(blockCount: number) {
    this.#blockCount = blockCount
  }

  /** @throws DeviceError 'filesystem-full' */
  block(): { address: number; memory: Uint8Array } {
    const address = this.#blocks.length
    if (address >= this.#blockCount) {
      const message = `The files need more than the ${this.#blockCount} blocks of the filesystem.`
      throw new DeviceError('filesystem-full', message)
    }
    const memory = erasedBlock()
    this.#blocks.push(memory)
    return { address, memory }
  }

  /** Two blocks for a metadata pair; `memory` is that of the first. */
  pair(): { address: BlockPair; memory: Uint8Array } {
    const first = this.block()
    return { address: [first.address, this.block().address], memory: first.memory }
  }

  /** All blocks handed out so far, joined. */
  image(): Uint8Array<ArrayBuffer> {
    const image = new Uint8Array(this.#blocks.length * blockSizeBytes)
    this.#blocks.forEach((memory, address) => image.set(memory, address * blockSizeBytes))
    return image
  }
}
