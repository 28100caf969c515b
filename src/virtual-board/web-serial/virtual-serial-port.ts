/**
 * A `SerialPort` that behaves as Chromium's, over a virtual bridge: states, error names and messages,
 * stream locking, fresh streams after errors. Knows nothing of chips and flash.
 * https://wicg.github.io/serial/#serialport-interface and Chromium's modules/serial/serial_port.cc
 */
import { HostBuffer } from './host-buffer'
import { checkedOptions, readOptions } from './port-options'
import { lineErrors, PortReadable, PortWritable, type LineErrorName } from './port-streams'
import type { BridgeClient, UsbBridge } from '../usb/usb-bridge'

type PortHandler = ((this: SerialPort, event: Event) => void) | null

// What a driver takes of a write beyond the browser's own buffer.
const driverBufferBytes = 4096

export class VirtualSerialPort extends EventTarget implements SerialPort {
  onconnect: PortHandler = null
  ondisconnect: PortHandler = null
  #state: 'closed' | 'opening' | 'open' | 'forgotten' = 'closed'
  #closing: { resolve: () => void } | undefined
  #bufferSize = 255
  #buffer = new HostBuffer(0, () => undefined)
  #readable: PortReadable | undefined
  #writable: PortWritable | undefined
  #isGone = false
  /** The stream has told that the device is gone: there is no next one. */
  #hasReadFailed = false
  #hasWriteFailed = false
  #client: BridgeClient | undefined

  constructor(
    private readonly bridge: UsbBridge,
    private readonly info: SerialPortInfo,
    private readonly onForget: () => void = () => undefined,
  ) {
    super()
  }

  get connected(): boolean {
    return !this.#isGone && this.bridge.isPlugged
  }

  get readable(): ReadableStream<Uint8Array> | null {
    if (this.#readable) return this.#readable.stream
    if (!this.#streamsAllowed || this.#hasReadFailed) return null
    this.#readable = new PortReadable({
      buffer: this.#buffer,
      drained: () => this.bridge.roomMade(),
      closed: (error) => this.#readableClosed(error),
    })
    return this.#readable.stream
  }

  get writable(): WritableStream<Uint8Array> | null {
    if (this.#writable) return this.#writable.stream
    if (!this.#streamsAllowed || this.#hasWriteFailed) return null
    this.#writable = new PortWritable({
      write: (bytes) => this.#write(bytes),
      drain: () => this.#drain(),
      flush: () => this.bridge.flushTransmit(),
      closed: () => {
        this.#writable = undefined
        this.#closeWhenStreamsAre()
      },
    })
    return this.#writable.stream
  }

  get #streamsAllowed(): boolean {
    return this.#state === 'open' && !this.#closing
  }

  getInfo(): SerialPortInfo {
    const { usbProductId, usbVendorId } = this.info
    return { usbProductId, usbVendorId }
  }

  async open(options: SerialOptions): Promise<void> {
    const given = readOptions(options)
    if (this.#state === 'opening') {
      throw invalidState('open', 'A call to open() is already in progress.')
    }
    if (this.#state === 'open') throw invalidState('open', 'The port is already open.')
    const { baudRate, bufferSize } = checkedOptions(given)
    if (this.#state === 'forgotten' || this.#isGone) throw failedToOpen()
    this.#state = 'opening'
    await Promise.resolve()
    const client = this.#newClient()
    if (!this.bridge.open(client, baudRate)) {
      this.#state = 'closed'
      throw failedToOpen()
    }
    this.#client = client
    this.#bufferSize = bufferSize
    this.#buffer = new HostBuffer(bufferSize, () => this.#readable?.deliver())
    this.#hasReadFailed = this.#hasWriteFailed = false
    this.#state = 'open'
  }

  /** One line after the other, DTR first, as Chromium does it on Linux and macOS. */
  async setSignals(signals: SerialOutputSignals = {}): Promise<void> {
    if (this.#state !== 'open') throw invalidState('setSignals', 'The port is closed.')
    const { dataTerminalReady, requestToSend } = signals
    if ([dataTerminalReady, requestToSend, signals.break].every((value) => value === undefined)) {
      const words = 'Signals dictionary must contain at least one member.'
      throw new TypeError(failed('setSignals', words))
    }
    if (this.#isGone) throw networkError(failed('setSignals', 'Failed to set control signals.'))
    if (dataTerminalReady !== undefined) this.bridge.setLines({ dataTerminalReady })
    if (requestToSend !== undefined) this.bridge.setLines({ requestToSend })
    if (signals.break !== undefined) this.bridge.setBreak(signals.break)
  }

  /** The bridges of these boards leave the modem's inputs open. */
  async getSignals(): Promise<SerialInputSignals> {
    if (this.#state !== 'open') throw invalidState('getSignals', 'The port is closed.')
    if (this.#isGone) throw networkError(failed('getSignals', 'Failed to get control signals.'))
    return {
      dataCarrierDetect: false,
      clearToSend: false,
      ringIndicator: false,
      dataSetReady: false,
    }
  }

  async close(): Promise<void> {
    if (this.#state !== 'open') throw invalidState('close', 'The port is already closed.')
    if (this.#closing) throw invalidState('close', 'A call to close() is already in progress.')
    const closed = new Promise<void>((resolve) => (this.#closing = { resolve }))
    if (this.#readable?.stream.locked || this.#writable?.stream.locked) this.#refuseToClose()
    const streams = [
      this.#readable?.stream.cancel(),
      this.#writable?.stream.abort(new DOMException('The port is closed.', 'InvalidStateError')),
    ]
    for (const stream of streams) stream?.catch(() => undefined)
    // Never at once: it is the browser's process that closes.
    void Promise.resolve().then(() => this.#closeWhenStreamsAre())
    return closed
  }

  async forget(): Promise<void> {
    if (this.#state === 'open') this.#release()
    this.#state = 'forgotten'
    this.onForget()
  }

  /** A line error as the bridge reports it; the next `readable` goes on after it. */
  injectReadError(name: LineErrorName): void {
    if (this.#state === 'open') this.#buffer.pushError(new DOMException(lineErrors[name], name))
  }

  /**
   * The device is gone, for good. A stream learns of it when it is used next, each for itself: the
   * readable after the bytes that had arrived, the writable one write later.
   */
  lose(): void {
    if (this.#isGone) return
    this.#isGone = true
    if (this.#state !== 'open') return
    this.#buffer.pushError(deviceLost())
    if (this.#writable?.isWriting) this.#failWritable()
  }

  /** Chromium cancels an unlocked readable even if the writable then turns out to be locked. */
  #refuseToClose(): never {
    this.#closing = undefined
    const readable = this.#readable?.stream
    if (readable?.locked) throw new TypeError(failed('close', 'Cannot cancel a locked stream'))
    void readable?.cancel()
    throw new TypeError(failed('close', 'Cannot abort a locked stream'))
  }

  #closeWhenStreamsAre(): void {
    if (!this.#closing || this.#readable || this.#writable) return
    const { resolve } = this.#closing
    this.#closing = undefined
    this.#release()
    resolve()
  }

  #release(): void {
    this.#state = 'closed'
    if (this.bridge.client === this.#client) this.bridge.close()
    this.#client = undefined
  }

  async #write(bytes: Uint8Array): Promise<void> {
    if (this.#isGone) return void this.#failLater()
    this.bridge.send(bytes)
    await this.bridge.sent(this.#bufferSize + driverBufferBytes)
  }

  /** The browser takes bytes at once; that the driver refuses them is heard some turns later. */
  async #failLater(): Promise<void> {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
    this.#failWritable()
  }

  async #drain(): Promise<void> {
    await this.bridge.sent(0)
    if (this.#isGone) throw deviceLost()
  }

  #newClient(): BridgeClient {
    return {
      room: () => this.#buffer.room(),
      receive: (bytes) => this.#buffer.push(bytes),
      lost: () => this.lose(),
    }
  }

  #readableClosed(error: DOMException | undefined): void {
    this.#readable = undefined
    this.#hasReadFailed = error?.name === 'NetworkError'
    // Cancelled after the loss: the next stream has to learn of it, too.
    if (!error && this.#isGone) this.#buffer.pushError(deviceLost())
    this.#closeWhenStreamsAre()
  }

  #failWritable(): void {
    this.#hasWriteFailed = true
    this.#writable?.fail(deviceLost())
  }
}

const failed = (method: string, words: string) =>
  `Failed to execute '${method}' on 'SerialPort': ${words}`
const invalidState = (method: string, words: string) =>
  new DOMException(failed(method, words), 'InvalidStateError')
const networkError = (words: string) => new DOMException(words, 'NetworkError')
const failedToOpen = () => networkError(failed('open', 'Failed to open serial port.'))
const deviceLost = () => networkError('The device has been lost.')
