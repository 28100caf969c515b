/**
 * The image cut into blocks, handing out each block once. Two owners of one block are damage, and
 * because no block can be visited twice, reading any image ends after at most all its blocks.
 */

import { Damaged } from './damage'
import { blockSizeBytes, type BlockPair } from './geometry'

export class BlockMap {
  readonly #image: Uint8Array
  readonly #owned = new Set<number>()
  /** Blocks that the superblock promises; the image may be shorter when the rest is erased. */
  blockCount = Number.POSITIVE_INFINITY

  constructor(image: Uint8Array) {
    this.#image = image
  }

  /** Bytes of the image at hand. */
  get sizeBytes(): number {
    return this.#image.length
  }

  /** Memory of a block that nothing else uses. @throws Damaged with the reason */
  take(address: number): Uint8Array {
    if (this.#owned.has(address)) throw new Damaged(`block ${address} is used twice`)
    const memory = this.peek(address)
    this.#owned.add(address)
    return memory
  }

  /** Both blocks of a metadata pair; the second one may lie in the erased rest of the flash. */
  takePair(pair: BlockPair): [Uint8Array, Uint8Array] {
    return [this.#takeOrErased(pair[0]), this.#takeOrErased(pair[1])]
  }

  /** Memory of a block without claiming it. @throws Damaged if there is none */
  peek(address: number): Uint8Array {
    const from = address * blockSizeBytes
    if (address >= this.blockCount || from + blockSizeBytes > this.#image.length) {
      throw new Damaged(`block ${address} lies outside of the image`)
    }
    return this.#image.subarray(from, from + blockSizeBytes)
  }

  /** Both blocks of a pair without claiming them. */
  peekPair(pair: BlockPair): [Uint8Array, Uint8Array] {
    return [this.#peekOrErased(pair[0]), this.#peekOrErased(pair[1])]
  }

  #takeOrErased(address: number): Uint8Array {
    return this.#isBeyond(address) ? erasedBlock() : this.take(address)
  }

  #peekOrErased(address: number): Uint8Array {
    return this.#isBeyond(address) ? erasedBlock() : this.peek(address)
  }

  #isBeyond(address: number): boolean {
    return address < this.blockCount && (address + 1) * blockSizeBytes > this.#image.length
  }
}

/** A block of erased flash. */
export function erasedBlock(): Uint8Array {
  return new Uint8Array(blockSizeBytes).fill(0xff)
}
