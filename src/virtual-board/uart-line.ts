/**
 * One direction of the UART wire: bytes leave in order, each with the baud rate at which it was sent.
 * Paced, they arrive when a real wire would have carried them; otherwise as fast as the receiver
 * takes them. Knows neither end.
 */
import type { Clock } from './clock'

export interface UartLineOptions {
  clock: Clock
  pace: boolean
  /** How many bytes the receiver takes now; asked only when the line is not paced. */
  room: () => number
  deliver: (bytes: Uint8Array, baudRate: number) => void
}

interface Chunk {
  bytes: Uint8Array
  baudRate: number
}

const bitsPerByte = 10
// A timer per byte would cost more than the wire; USB bridges bundle for about as long, too.
const bundleMs = 2

export class UartLine {
  #queue: Chunk[] = []
  #freeAt = 0
  #scheduled: (() => void) | undefined
  #waiting: { pendingBytes: number; fn: () => void }[] = []

  constructor(private readonly options: UartLineOptions) {}

  get pendingBytes(): number {
    return this.#queue.reduce((sum, chunk) => sum + chunk.bytes.length, 0)
  }

  send(bytes: Uint8Array, baudRate: number): void {
    if (bytes.length === 0) return
    if (this.#queue.length === 0) this.#freeAt = Math.max(this.#freeAt, this.options.clock.now())
    this.#queue.push({ bytes, baudRate })
    this.#schedule()
  }

  /** Calls `fn` once when not more than `pendingBytes` are still on their way; never at once. */
  whenAtMost(pendingBytes: number, fn: () => void): void {
    this.#waiting.push({ pendingBytes, fn })
    this.#schedule()
  }

  /** The receiver has room again. */
  resume(): void {
    if (this.#queue.length > 0) this.#schedule()
  }

  /** Forgets what has not arrived yet, and who waits for it. */
  clear(): void {
    this.#queue = []
    this.#waiting = []
    this.#scheduled?.()
    this.#scheduled = undefined
  }

  #schedule(): void {
    if (this.#scheduled) return
    if (this.options.pace && this.#queue.length > 0) {
      this.#scheduled = this.options.clock.after(this.#nextMs(), () => this.#pump())
      return
    }
    let live = true
    this.#scheduled = () => (live = false)
    queueMicrotask(() => live && this.#pump())
  }

  #nextMs(): number {
    const queued = this.#queue.reduce((ms, chunk) => ms + durationMs(chunk), 0)
    return Math.max(0, this.#freeAt - this.options.clock.now() + Math.min(queued, bundleMs))
  }

  #pump(): void {
    this.#scheduled = undefined
    const moved = this.options.pace ? this.#moveDue() : this.#moveFitting()
    this.#notify()
    // Unpaced and nothing moved: the receiver is full and will call resume().
    if (this.#queue.length > 0 && (moved || this.options.pace)) this.#schedule()
  }

  #notify(): void {
    const pending = this.pendingBytes
    const due = this.#waiting.filter((waiter) => pending <= waiter.pendingBytes)
    this.#waiting = this.#waiting.filter((waiter) => pending > waiter.pendingBytes)
    for (const { fn } of due) fn()
  }

  #moveDue(): boolean {
    for (let chunk = this.#queue[0]; chunk; chunk = this.#queue[0]) {
      const byteMs = (bitsPerByte * 1000) / chunk.baudRate
      const due = Math.floor((this.options.clock.now() - this.#freeAt) / byteMs + 1e-6)
      const count = Math.min(due, chunk.bytes.length)
      if (count <= 0) return false
      this.#freeAt += count * byteMs
      this.#move(chunk, count)
    }
    return true
  }

  #moveFitting(): boolean {
    const chunk = this.#queue[0]
    const count = chunk ? Math.min(this.options.room(), chunk.bytes.length) : 0
    if (!chunk || count <= 0) return false
    this.#move(chunk, count)
    return true
  }

  #move(chunk: Chunk, count: number): void {
    const bytes = chunk.bytes.subarray(0, count)
    chunk.bytes = chunk.bytes.subarray(count)
    if (chunk.bytes.length === 0) this.#queue.shift()
    this.options.deliver(bytes, chunk.baudRate)
  }
}

function durationMs({ bytes, baudRate }: Chunk): number {
  return (bytes.length * bitsPerByte * 1000) / baudRate
}
