/**
 * RAM as far as uploads need it: segments announced with MEM_BEGIN, filled block by block, and the
 * question whether an entry point may be jumped to. Fingerprint of the flasher stub: the one that
 * esptool-js 0.7.0 carries (tests/golden/rom-and-stub.json).
 */
import { md5 } from '@noble/hashes/legacy.js'

interface Segment {
  offset: number
  bytes: Uint8Array
  blockBytes: number
  missing: Set<number>
}

const knownStub = { entry: 0x4010c504, textMd5: '2f1cdc61b44cf29e0e68db789ecfe533' }

export class ChipRam {
  #segments: Segment[] = []
  #current: Segment | undefined

  begin(sizeBytes: number, blocks: number, blockBytes: number, offset: number): void {
    this.#current = {
      offset,
      bytes: new Uint8Array(sizeBytes),
      blockBytes,
      missing: new Set(Array.from({ length: blocks }, (_, i) => i)),
    }
    this.#segments = this.#segments.filter((segment) => segment.offset !== offset)
    this.#segments.push(this.#current)
  }

  /** Whether the block fits into what was announced. */
  write(sequence: number, block: Uint8Array): boolean {
    const segment = this.#current
    const at = sequence * (segment?.blockBytes ?? 0)
    if (!segment || at + block.length > segment.bytes.length) return false
    segment.bytes.set(block, at)
    segment.missing.delete(sequence)
    return true
  }

  /** Whether the code at `entry` was uploaded completely and is intact where we know it. */
  isRunnable(entry: number): boolean {
    const segment = this.#segments.find(
      ({ offset, bytes }) => entry >= offset && entry < offset + bytes.length,
    )
    if (!segment || this.#segments.some(({ missing }) => missing.size > 0)) return false
    return entry !== knownStub.entry || hex(md5(segment.bytes)) === knownStub.textMd5
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
