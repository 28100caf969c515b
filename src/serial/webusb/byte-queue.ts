/** Bytes that wait to be sent, given out in pieces of a wanted size. */
import { concatBytes } from '../../bytes/bytes'

export class ByteQueue {
  #parts: Uint8Array[] = []

  get isEmpty(): boolean {
    return this.#parts.length === 0
  }

  push(bytes: Uint8Array): void {
    this.#parts.push(bytes)
  }

  /** Before everything else, in their order. */
  putBack(parts: readonly Uint8Array[]): void {
    this.#parts.unshift(...parts)
  }

  clear(): void {
    this.#parts = []
  }

  /** The next bytes, at most `sizeBytes`; small parts are joined. */
  next(sizeBytes: number): Uint8Array {
    const taken: Uint8Array[] = []
    let room = sizeBytes
    for (const part of this.#parts) {
      if (room === 0) break
      taken.push(part.subarray(0, room))
      room -= Math.min(room, part.length)
    }
    const last = taken.length - 1
    const rest = this.#parts[last]?.subarray(taken[last]?.length ?? 0)
    this.#parts.splice(0, taken.length, ...(rest && rest.length > 0 ? [rest] : []))
    return taken.length === 1 ? (taken[0] as Uint8Array) : concatBytes(taken)
  }
}
