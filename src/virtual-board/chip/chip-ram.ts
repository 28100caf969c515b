/**
 * The chip's RAM as far as uploads need it: segments announced with MEM_BEGIN and filled block by block, and
 * whether the code at an entry point can run. MD5 of the flasher stub: that of esptool-js 0.7.0
 * (tests/golden/rom-and-stub.json).
 */
import { md5 } from '@noble/hashes/legacy.js'
import { hex } from './hex'

interface Segment {
  offset: number
  bytes: Uint8Array
  blockBytes: number
  blocks: number
  received: Set<number>
}

const knownStub = { entry: 0x4010c504, textMd5: '2f1cdc61b44cf29e0e68db789ecfe533' }
/** More than the chip has; limits what a host announces. */
const maxSegmentBytes = 128 * 1024

export class ChipRam {
  #segments: Segment[] = []
  #current: Segment | undefined

  /** MEM_BEGIN. */
  begin(sizeBytes: number, blocks: number, blockBytes: number, offset: number): void {
    const bytes = new Uint8Array(Math.min(sizeBytes, maxSegmentBytes))
    this.#current = { offset, bytes, blockBytes, blocks, received: new Set() }
    this.#segments = this.#segments.filter((segment) => segment.offset !== offset)
    this.#segments.push(this.#current)
  }

  /** Returns whether the block fits into the announced segment. */
  write(sequence: number, block: Uint8Array): boolean {
    const segment = this.#current
    const at = sequence * (segment?.blockBytes ?? 0)
    if (!segment || at + block.length > segment.bytes.length) return false
    segment.bytes.set(block, at)
    segment.received.add(sequence)
    return true
  }

  /** Whether the code at `entry` was uploaded completely and, if it is the known stub, unchanged. */
  isRunnable(entry: number): boolean {
    const segment = this.#segments.find(
      ({ offset, bytes }) => entry >= offset && entry < offset + bytes.length,
    )
    const isWhole = this.#segments.every(({ received, blocks }) => received.size === blocks)
    if (!segment || !isWhole) return false
    return entry !== knownStub.entry || digestOf(segment.bytes) === knownStub.textMd5
  }
}

const digestOf = (bytes: Uint8Array): string => Array.from(md5(bytes), (byte) => hex(byte)).join('')
