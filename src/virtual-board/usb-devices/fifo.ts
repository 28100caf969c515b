/** A chip's buffer of some hundred bytes: what does not fit is lost. */
export class Fifo {
  #bytes: number[] = []
  constructor(readonly capacity: number) {}

  get length(): number {
    return this.#bytes.length
  }

  get room(): number {
    return this.capacity - this.#bytes.length
  }

  /** Returns how many bytes were lost. */
  push(bytes: Uint8Array): number {
    const fitting = bytes.subarray(0, Math.max(0, this.room))
    this.#bytes.push(...fitting)
    return bytes.length - fitting.length
  }

  take(count: number): Uint8Array {
    return Uint8Array.from(this.#bytes.splice(0, count))
  }

  clear(): void {
    this.#bytes = []
  }
}
