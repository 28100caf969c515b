/**
 * Writing to an open port so that a fulfilled write means the same in every browser: the bytes have left, but
 * for what the wire carries in half a second. Chromium hands on one chunk at a time. Firefox takes many in
 * advance (the `desiredSize` of its writable tells), fulfils a write that is nowhere near the wire, drops what is
 * left once nothing has moved for five seconds, and throws away the rest when the port closes; there the
 * baud rate's own time decides how much may be under way.
 */
import { bounded } from '../async/bounded'
import { delay } from '../async/deadline'

/** Far less than the five seconds, and more than timers are late by. */
const aheadMs = 500
/** What is handed over at once: small enough to stop in between. */
const pieceMs = 100
/** System and USB bridge hold bytes back for a moment. */
const bridgeMs = 30
/** A start bit, eight data bits, a stop bit. */
const bitsPerByte = 10
const flushTimeoutMs = 500

type StreamWriter = WritableStreamDefaultWriter<Uint8Array>

export class PortWriter {
  #writer: StreamWriter | undefined
  #buffersAhead = false
  /** When everything written so far has had its time on the wire. */
  #sentAtMs = 0
  #queue: Promise<void> = Promise.resolve()

  constructor(
    private readonly port: SerialPort,
    private readonly baudRate: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Milliseconds until what a browser has taken in advance has left; 0 where it takes nothing in advance. */
  get #owedMs(): number {
    return Math.max(0, this.#sentAtMs - this.now())
  }

  /** Writes come out one after the other. @param signals whichever is aborted stops what has not been handed over */
  async write(bytes: Uint8Array, signals: readonly (AbortSignal | undefined)[]): Promise<void> {
    const writer = this.#openWriter()
    if (!this.#buffersAhead) return writer.write(bytes)
    const turn = this.#queue.then(() => this.#writePaced(bytes.slice(), signals))
    this.#queue = turn.catch(() => undefined)
    return turn
  }

  /** Resolves when what was taken in advance has left. */
  async settled(): Promise<void> {
    const waitMs = this.#sentAtMs + bridgeMs - this.now()
    if (this.#buffersAhead && waitMs > 0) await delay(waitMs)
  }

  /**
   * Lets written bytes out, within a second and a half, and gives up the stream: `port.close()` alone would throw
   * them away.
   */
  async release(isLost: boolean): Promise<void> {
    const writer = this.#writer
    if (!writer) return
    const timeoutMs = flushTimeoutMs + Math.min(this.#owedMs, aheadMs)
    const flush = async () => {
      await this.#queue
      await writer.close()
      await this.settled()
    }
    const flushed = !isLost && (await bounded(flush(), timeoutMs))
    if (!flushed) await bounded(writer.abort(), flushTimeoutMs)
    writer.releaseLock()
  }

  async #writePaced(bytes: Uint8Array, signals: readonly (AbortSignal | undefined)[]) {
    const piece = Math.max(1, this.#bytesIn(pieceMs))
    for (let at = 0; at < bytes.length; at += piece) {
      const part = bytes.subarray(at, at + piece)
      const waitMs = this.#owedMs + this.#msOf(part.length) - aheadMs
      if (waitMs > 0) await delay(waitMs)
      for (const signal of signals) signal?.throwIfAborted()
      await this.#openWriter().write(part)
      this.#sentAtMs = Math.max(this.#sentAtMs, this.now()) + this.#msOf(part.length)
    }
  }

  #bytesIn(ms: number): number {
    return Math.floor((ms * this.baudRate) / (bitsPerByte * 1000))
  }

  #msOf(sizeBytes: number): number {
    return (sizeBytes * bitsPerByte * 1000) / this.baudRate
  }

  #openWriter(): StreamWriter {
    const { writable } = this.port
    if (!writable) throw new Error('The port is not writable any more.')
    // After an error the port offers a new stream, and our writer belongs to the old one.
    if (!writable.locked) this.#writer = undefined
    if (this.#writer) return this.#writer
    this.#writer = writable.getWriter()
    this.#buffersAhead = (this.#writer.desiredSize ?? 0) > 1
    return this.#writer
  }
}
