/**
 * What a port has from `open()` to `close()`: received bytes, `readable` and `writable`. A stream is made when it is
 * asked for, replaced after an error of the line, and learns that the device is gone when it is used next.
 * https://wicg.github.io/serial/#readable-attribute, https://wicg.github.io/serial/#writable-attribute
 */
import type { Connection } from './connection'
import type { Received } from './driver'
import { deviceLost, lineError } from './port-errors'
import { PortReadable } from './port-readable'
import { PortWritable } from './port-writable'
import { ReceiveBuffer } from './receive-buffer'

export class OpenStreams {
  /** Set once the device is open; nobody can ask for a stream before. */
  connection: Connection | undefined
  readonly #buffer: ReceiveBuffer
  #readable: PortReadable | undefined
  #writable: PortWritable | undefined
  #lost: DOMException | undefined
  /** The stream has failed for good: there will be no other one. */
  #hasReadFailed = false
  #hasWriteFailed = false

  /**
   * @param bufferSize of each direction, in bytes
   * @param onClosed   a stream was closed, cancelled or has failed
   */
  constructor(
    private readonly bufferSize: number,
    private readonly onClosed: () => void,
  ) {
    this.#buffer = new ReceiveBuffer(bufferSize)
  }

  get areClosed(): boolean {
    return !this.#readable && !this.#writable
  }

  get isReadableLocked(): boolean {
    return this.#readable?.stream.locked ?? false
  }

  get isWritableLocked(): boolean {
    return this.#writable?.stream.locked ?? false
  }

  get hasRoom(): boolean {
    return this.#buffer.hasRoom
  }

  /** @param mayMake whether a new stream may be made if there is none */
  readable(mayMake: boolean): ReadableStream<Uint8Array> | null {
    if (this.#readable || !mayMake || this.#hasReadFailed) return this.#readable?.stream ?? null
    this.#readable = new PortReadable({
      buffer: this.#buffer,
      onTaken: () => this.connection?.roomMade(),
      onClosed: (error) => this.#readableClosed(error),
    })
    return this.#readable.stream
  }

  /** @param mayMake whether a new stream may be made if there is none */
  writable(mayMake: boolean): WritableStream<Uint8Array> | null {
    if (this.#writable || !mayMake || this.#hasWriteFailed) return this.#writable?.stream ?? null
    this.#writable = new PortWritable({
      write: (bytes) => this.#write(bytes),
      drain: () => this.#drain(),
      drop: () => this.connection?.drop(),
      onClosed: () => {
        this.#writable = undefined
        this.onClosed()
      },
    })
    return this.#writable.stream
  }

  receive(items: Received): void {
    if (this.#lost) return
    for (const item of items) this.#buffer.push(typeof item === 'string' ? lineError(item) : item)
    this.#readable?.deliver()
  }

  /** Forgets what came until now. */
  clear(): void {
    this.#buffer.clear()
  }

  cancelReadable(): Promise<void> | undefined {
    return this.#readable?.stream.cancel()
  }

  /** Cancels and aborts both streams, whichever are there. */
  end(): void {
    const closed = new DOMException('The port is closed.', 'InvalidStateError')
    for (const end of [this.cancelReadable(), this.#writable?.stream.abort(closed)]) {
      end?.catch(() => undefined)
    }
  }

  /** The device is gone. The readable learns of it after the bytes that had come. */
  lose(cause?: unknown): void {
    if (this.#lost) return
    this.#lost = deviceLost(cause)
    this.#buffer.push(this.#lost)
    this.#readable?.deliver()
    if (this.#writable?.isBusy) this.#failWritable(this.#lost)
  }

  /** The device does not take bytes any more, whatever becomes of reading. */
  failWriting(cause: unknown): void {
    this.#failWritable(deviceLost(cause))
  }

  async #write(bytes: Uint8Array): Promise<void> {
    if (this.#lost) return void this.#failSoon(this.#lost)
    this.connection?.out.send(bytes)
    await this.connection?.out.taken(this.bufferSize)
  }

  /** Chromium accepts the first write after the loss, and fails some turns later. */
  async #failSoon(error: DOMException): Promise<void> {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
    this.#failWritable(error)
  }

  async #drain(): Promise<void> {
    if (!this.#lost) await this.connection?.drain()
    if (this.#lost) throw this.#lost
  }

  #readableClosed(error: DOMException | undefined): void {
    this.#readable = undefined
    this.#hasReadFailed = error?.name === 'NetworkError'
    // Cancelled after the loss: the next stream has to learn of it, too.
    if (!error && this.#lost) this.#buffer.push(this.#lost)
    this.onClosed()
  }

  #failWritable(error: DOMException): void {
    this.#hasWriteFailed = true
    this.#writable?.fail(error)
  }
}
