/**
 * One direction of a UART: bytes arrive in order, with the baud rate at which they were sent. Paced, they take
 * the time of 10 bits (8N1) each; otherwise they arrive as fast as the receiver takes them.
 */
import type { Clock } from '../clock'

export interface UartLineOptions {
  clock: Clock
  /** Deliver bytes so many times as fast as they were sent; Infinity: as the receiver takes them. */
  speed: number
  /** How many bytes the receiver takes now. A paced line waits once for a full receiver, then overruns it. */
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
  #queue = new ByteQueue()
  #freeAt = 0
  #isReceiverLate = false
  #scheduled: (() => void) | undefined
  #waiting: { pendingBytes: number; fn: () => void }[] = []

  constructor(private readonly options: UartLineOptions) {}

  send(bytes: Uint8Array, baudRate: number): void {
    if (bytes.length === 0) return
    if (this.#queue.isEmpty) this.#freeAt = Math.max(this.#freeAt, this.options.clock.now())
    this.#queue.push({ bytes, baudRate })
    this.#schedule()
  }

  /** Bytes that have not arrived yet. */
  get pendingBytes(): number {
    return this.#queue.sizeBytes
  }

  /** The sender's rate changes under the bytes that it has not sent yet. */
  retime(baudRate: number): void {
    this.#queue.retime(baudRate)
  }

  /** Calls `fn` once, never at once, when at most `pendingBytes` have not arrived yet. */
  whenAtMost(pendingBytes: number, fn: () => void): void {
    this.#waiting.push({ pendingBytes, fn })
    this.#schedule()
  }

  /** The receiver has room again. */
  resume(): void {
    if (this.#queue.isEmpty) return
    if (this.#isReceiverLate) this.#cancel()
    this.#isReceiverLate = false
    this.#schedule()
  }

  /** Drops the bytes that have not arrived yet, and the callbacks of `whenAtMost`. */
  clear(): void {
    this.#queue = new ByteQueue()
    this.#waiting = []
    this.#cancel()
  }

  get #isPaced(): boolean {
    return this.options.speed !== Infinity
  }

  #byteMs(baudRate: number): number {
    return (bitsPerByte * 1000) / baudRate / this.options.speed
  }

  #schedule(): void {
    if (this.#scheduled) return
    const waitMs = this.#isPaced ? this.#nextMs() : 0
    if (waitMs > 0) this.#scheduled = this.options.clock.after(waitMs, () => this.#pump())
    else this.#soon()
  }

  #cancel(): void {
    this.#scheduled?.()
    this.#scheduled = undefined
  }

  #soon(): void {
    let isCancelled = false
    this.#scheduled = () => (isCancelled = true)
    queueMicrotask(() => !isCancelled && this.#pump())
  }

  /** Until the next bundle of bytes has arrived; 0 if it should have by now. */
  #nextMs(): number {
    const chunk = this.#queue.first
    if (!chunk) return 0
    if (this.#isReceiverLate) return bundleMs
    const ms = this.#byteMs(chunk.baudRate)
    const bundle = Math.max(ms, Math.min(this.#queue.sizeBytes * ms, bundleMs))
    return Math.max(0, this.#freeAt - this.options.clock.now() + bundle)
  }

  #pump(): void {
    this.#scheduled = undefined
    const moved = this.#isPaced ? this.#moveDue() : this.#moveFitting()
    this.#notify()
    // Unpaced and nothing moved: the receiver is full and will call resume().
    if (!this.#queue.isEmpty && (moved || this.#isPaced)) this.#schedule()
  }

  #notify(): void {
    const pending = this.#queue.sizeBytes
    const due = this.#waiting.filter((waiter) => pending <= waiter.pendingBytes)
    if (due.length === 0) return
    this.#waiting = this.#waiting.filter((waiter) => pending > waiter.pendingBytes)
    for (const { fn } of due) fn()
  }

  /**
   * Timers come late in a tab in the background, and then many bytes are due at once. So that a working reader
   * loses none of them, it gets one turn before it is overrun.
   */
  #moveDue(): boolean {
    const chunk = this.#queue.first
    if (!chunk) return false
    const ms = this.#byteMs(chunk.baudRate)
    const due = Math.floor((this.options.clock.now() - this.#freeAt) / ms + 1e-6)
    const taken = this.#isReceiverLate ? due : Math.min(due, this.options.room())
    const count = Math.min(taken, chunk.bytes.length)
    this.#isReceiverLate = due > 0 && count <= 0
    if (count <= 0) return false
    this.#freeAt += count * ms
    this.options.deliver(this.#queue.take(count), chunk.baudRate)
    return true
  }

  #moveFitting(): boolean {
    const chunk = this.#queue.first
    const count = chunk ? Math.min(this.options.room(), chunk.bytes.length) : 0
    if (!chunk || count <= 0) return false
    this.options.deliver(this.#queue.take(count), chunk.baudRate)
    return true
  }
}

/** Chunks in order; taking from its front costs the same however long it is. */
class ByteQueue {
  sizeBytes = 0
  #chunks: Chunk[] = []
  #head = 0

  get isEmpty(): boolean {
    return this.sizeBytes === 0
  }

  get first(): Chunk | undefined {
    return this.#chunks[this.#head]
  }

  push(chunk: Chunk): void {
    this.#chunks.push({ ...chunk })
    this.sizeBytes += chunk.bytes.length
  }

  /** The next `count` bytes, not more than the first chunk has. */
  take(count: number): Uint8Array {
    const chunk = this.first
    if (!chunk) return new Uint8Array()
    const bytes = chunk.bytes.subarray(0, count)
    chunk.bytes = chunk.bytes.subarray(count)
    this.sizeBytes -= bytes.length
    if (chunk.bytes.length === 0) this.#dropFirst()
    return bytes
  }

  retime(baudRate: number): void {
    for (const chunk of this.#chunks.slice(this.#head)) chunk.baudRate = baudRate
  }

  #dropFirst(): void {
    this.#head++
    if (this.#head < 1024) return
    this.#chunks = this.#chunks.slice(this.#head)
    this.#head = 0
  }
}
