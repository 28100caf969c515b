/**
 * What a port has from `open()` to `close()`: received bytes, `readable` and `writable`. A stream is made when
 * it is asked for, replaced after a line error, and learns by itself, when it is used, that the device is gone.
 * https://wicg.github.io/serial/#readable-attribute, https://wicg.github.io/serial/#writable-attribute
 */
import type { BridgeClient, UsbBridge } from '../usb/usb-bridge'
import { HostBuffer } from './host-buffer'
import { deviceLost, lineError, type LineErrorName } from './port-errors'
import { PortReadable, PortWritable } from './port-streams'

/** What a driver takes of a write beyond the browser's own buffer. */
const driverBufferBytes = 4096

export interface OpenStreamsOptions {
  bridge: UsbBridge
  /** `SerialOptions.bufferSize`, in bytes. */
  bufferSize: number
  /** Whether the device was unplugged. */
  isLost: () => boolean
  /** The bridge is gone while this port has it open. */
  onLost: () => void
  /** A stream was closed, cancelled or has failed. */
  onClosed: () => void
}

export class OpenStreams {
  readonly client: BridgeClient
  readonly #options: OpenStreamsOptions
  readonly #buffer: HostBuffer
  #readable: PortReadable | undefined
  #writable: PortWritable | undefined
  /** The stream has failed with NetworkError: there will be no other one. */
  #hasReadFailed = false
  #hasWriteFailed = false

  constructor(options: OpenStreamsOptions) {
    this.#options = options
    this.#buffer = new HostBuffer(options.bufferSize, () => this.#readable?.deliver())
    this.client = {
      room: () => this.#buffer.room(),
      receive: (bytes) => this.#buffer.push(bytes),
      lost: options.onLost,
    }
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

  /** @param mayMake  whether a new stream may be made if there is none */
  readable(mayMake: boolean): ReadableStream<Uint8Array> | null {
    if (this.#readable) return this.#readable.stream
    if (!mayMake || this.#hasReadFailed) return null
    this.#readable = new PortReadable({
      buffer: this.#buffer,
      drained: () => this.#options.bridge.roomMade(),
      closed: (error) => this.#readableClosed(error),
    })
    return this.#readable.stream
  }

  /** @param mayMake  whether a new stream may be made if there is none */
  writable(mayMake: boolean): WritableStream<Uint8Array> | null {
    if (this.#writable) return this.#writable.stream
    if (!mayMake || this.#hasWriteFailed) return null
    this.#writable = new PortWritable({
      write: (bytes) => this.#write(bytes),
      drain: () => this.#drain(),
      flush: () => this.#options.bridge.flushTransmit(),
      closed: () => {
        this.#writable = undefined
        this.#options.onClosed()
      },
    })
    return this.#writable.stream
  }

  /** Cancels the readable; does nothing if there is none. */
  cancelReadable(): Promise<void> | undefined {
    return this.#readable?.stream.cancel()
  }

  /** Cancels and aborts both streams, whichever are there. */
  end(): void {
    const ends = [
      this.cancelReadable(),
      this.#writable?.stream.abort(new DOMException('The port is closed.', 'InvalidStateError')),
    ]
    for (const end of ends) end?.catch(() => undefined)
  }

  /** A line error as the bridge reports it; the next `readable` goes on after it. */
  injectLineError(name: LineErrorName): void {
    this.#buffer.pushError(lineError(name))
  }

  /**
   * The device is gone. Each stream learns of it when it is used next: the readable after the bytes that had
   * arrived, the writable one write later.
   */
  lose(): void {
    this.#buffer.pushError(deviceLost())
    if (this.#writable?.isWriting) this.#failWritable()
  }

  async #write(bytes: Uint8Array): Promise<void> {
    const { bridge, bufferSize, isLost } = this.#options
    if (isLost()) return void this.#failLater()
    bridge.send(bytes)
    await bridge.sent(bufferSize + driverBufferBytes)
  }

  /** The browser accepts the bytes at once; the driver's refusal arrives some turns later. */
  async #failLater(): Promise<void> {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
    this.#failWritable()
  }

  async #drain(): Promise<void> {
    await this.#options.bridge.sent(0)
    if (this.#options.isLost()) throw deviceLost()
  }

  #readableClosed(error: DOMException | undefined): void {
    this.#readable = undefined
    this.#hasReadFailed = error?.name === 'NetworkError'
    // Cancelled after the loss: the next stream has to learn of it, too.
    if (!error && this.#options.isLost()) this.#buffer.pushError(deviceLost())
    this.#options.onClosed()
  }

  #failWritable(): void {
    this.#hasWriteFailed = true
    this.#writable?.fail(deviceLost())
  }
}
