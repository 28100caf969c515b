/** A ring buffer of bytes in shared memory: one thread puts, another takes. One place always stays free. */

const at = { head: 0, tail: 1, changes: 2 } as const

export class ByteRing {
  /** How many 32-bit words of control data a ring needs. */
  static readonly words = 3

  constructor(
    private readonly control: Int32Array,
    private readonly bytes: Uint8Array,
  ) {}

  get isEmpty(): boolean {
    return Atomics.load(this.control, at.head) === Atomics.load(this.control, at.tail)
  }

  /** Puts as much as fits; returns how many bytes that was. */
  put(source: Uint8Array): number {
    const head = Atomics.load(this.control, at.head)
    let tail = Atomics.load(this.control, at.tail)
    let count = 0
    while (count < source.length && this.#after(tail) !== head) {
      this.bytes[tail] = source[count++] ?? 0
      tail = this.#after(tail)
    }
    Atomics.store(this.control, at.tail, tail)
    this.touch()
    return count
  }

  /** Removes and returns at most `limit` bytes. */
  take(limit = Infinity): Uint8Array {
    const tail = Atomics.load(this.control, at.tail)
    let head = Atomics.load(this.control, at.head)
    const taken: number[] = []
    while (taken.length < limit && head !== tail) {
      taken.push(this.bytes[head] ?? 0)
      head = this.#after(head)
    }
    Atomics.store(this.control, at.head, head)
    if (taken.length > 0) this.touch()
    return Uint8Array.from(taken)
  }

  /** Counter of changes, for `waitForChange`. */
  get changes(): number {
    return Atomics.load(this.control, at.changes)
  }

  /** Blocks this thread until something was put, taken or touched since `changes` was `seen`. */
  waitForChange(seen: number): void {
    Atomics.wait(this.control, at.changes, seen)
  }

  /** Wakes the waiting thread. */
  touch(): void {
    Atomics.add(this.control, at.changes, 1)
    Atomics.notify(this.control, at.changes)
  }

  #after(index: number): number {
    return index + 1 === this.bytes.length ? 0 : index + 1
  }
}
