/**
 * What Python prints, on its way to the UART. Nothing is held back here, so that what was printed before an
 * endless loop is sent; when the ring is full, Python waits as for a full UART.
 */
import type { ByteRing } from './byte-ring'
import type { Filter } from './text-filter'
import { TracebackFilter } from './traceback-filter'

const CR = 13
const LF = 10

export class Output {
  /** True: what is printed is dropped, while the interpreter starts. */
  muted = false
  /** False: the UART is no terminal of the REPL; what is printed goes nowhere. */
  attached = true
  /** Python's "\n" goes out as CR LF, as the chip's `mp_hal_stdout_tx_strn_cooked` does it. */
  cooked = true
  #last = 0
  #filter: Filter | undefined
  readonly #frames = new TracebackFilter()

  constructor(
    private readonly ring: ByteRing,
    /** Called after bytes were put into the ring. */
    private readonly notify: () => void,
  ) {}

  text(value: string): void {
    this.write(new TextEncoder().encode(value))
  }

  readonly write = (bytes: Uint8Array): void => {
    if (this.muted || !this.attached) return
    const seen = this.#frames.push(bytes)
    if (seen.length > 0) this.#send(this.#filter?.push(seen) ?? seen)
  }

  /** Sends bytes without changing line ends. */
  raw(bytes: Uint8Array): void {
    const { cooked } = this
    this.cooked = false
    this.write(bytes)
    this.cooked = cooked
  }

  /** Calls `work`; what it prints passes `filter`. */
  filtered<T>(filter: Filter, work: () => T): T {
    this.#filter = filter
    try {
      return work()
    } finally {
      this.#filter = undefined
      this.#send(filter.end())
    }
  }

  #send(bytes: Uint8Array): void {
    let rest = this.cooked ? this.#cook(bytes) : bytes
    while (rest.length > 0) {
      const seen = this.ring.changes
      const count = this.ring.put(rest)
      rest = rest.subarray(count)
      this.notify()
      // `put` itself is one change
      if (rest.length > 0) this.ring.waitForChange(seen + 1)
    }
  }

  #cook(bytes: Uint8Array): Uint8Array {
    const cooked: number[] = []
    for (const byte of bytes) {
      if (byte === LF && this.#last !== CR) cooked.push(CR)
      cooked.push(byte)
      this.#last = byte
    }
    return Uint8Array.from(cooked)
  }
}
