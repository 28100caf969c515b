/** What the far end of a cable has heard: the first bytes, the count of all, and a wait for more. */

/** So many of the first bytes are kept. */
const keptBytes = 64

export class HeardBytes {
  #first: number[] = []
  #count = 0
  #waiting: { count: number; resolve: () => void }[] = []

  get count(): number {
    return this.#count
  }

  add(bytes: Uint8Array): void {
    this.#first.push(...bytes.subarray(0, keptBytes - this.#first.length))
    this.#count += bytes.length
    const due = this.#waiting.filter(({ count }) => this.#count >= count)
    this.#waiting = this.#waiting.filter((waiter) => !due.includes(waiter))
    for (const { resolve } of due) resolve()
  }

  /** The first `count` bytes, as soon as they have come. */
  async first(count: number): Promise<number[]> {
    if (this.#count < count) {
      await new Promise<void>((resolve) => this.#waiting.push({ count, resolve }))
    }
    return this.#first.slice(0, count)
  }

  /** As if nothing had come yet. */
  clear(): void {
    this.#first = []
    this.#count = 0
  }
}
