/**
 * A `SerialPort` that behaves as Chromium's, over a virtual bridge: states, error names and messages,
 * stream locking, fresh streams after errors. Knows nothing of chips and flash.
 * https://wicg.github.io/serial/#serialport-interface and Chromium's modules/serial/serial_port.cc
 */
import { HostBuffer } from './host-buffer'
import { checkedOptions } from './port-options'
import { PortReadable, PortWritable } from './port-streams'
import type { BridgeClient, UsbBridge } from './usb-bridge'

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
  #isLost = false
  #client: BridgeClient | undefined

  constructor(
    private readonly bridge: UsbBridge,
    private readonly info: SerialPortInfo,
    private readonly onForget: () => void = () => undefined,
  ) {
    super()
  }

  get connected(): boolean {
    return this.bridge.isPlugged
  }

  get readable(): ReadableStream<Uint8Array> | null {
    if (this.#readable) return this.#readable.stream
    if (!this.#streamsAllowed) return null
    this.#readable = new PortReadable({
      buffer: this.#buffer,
      drained: () => this.bridge.roomMade(),
      closed: () => {
        this.#readable = undefined
        this.#closeWhenStreamsAre()
      },
    })
    return this.#readable.stream
  }

  get writable(): WritableStream<Uint8Array> | null {
    if (this.#writable) return this.#writable.stream
    if (!this.#streamsAllowed) return null
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
    return this.#state === 'open' && !this.#closing && !this.#isLost
  }

  getInfo(): SerialPortInfo {
    return { ...this.info }
  }

  async open(options: SerialOptions): Promise<void> {
    if (this.#state === 'opening') throw invalidState('A call to open() is already in progress.')
    if (this.#state === 'open') throw invalidState('The port is already open.')
    const { baudRate, bufferSize } = checkedOptions(options)
    if (this.#state === 'forgotten') throw failedToOpen()
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
    this.#isLost = false
    this.#state = 'open'
  }

  async setSignals(signals: SerialOutputSignals = {}): Promise<void> {
    if (this.#state !== 'open') throw invalidState('The port is closed.')
    const { dataTerminalReady, requestToSend } = signals
    if ([dataTerminalReady, requestToSend, signals.break].every((value) => value === undefined)) {
      throw new TypeError('Signals dictionary must contain at least one member.')
    }
    if (this.#isLost) throw networkError('Failed to set control signals.')
    this.bridge.setLines({ dataTerminalReady, requestToSend })
  }

  /** The bridges of these boards leave the modem's inputs open. */
  async getSignals(): Promise<SerialInputSignals> {
    if (this.#state !== 'open') throw invalidState('The port is closed.')
    if (this.#isLost) throw networkError('Failed to get control signals.')
    return {
      dataCarrierDetect: false,
      clearToSend: false,
      ringIndicator: false,
      dataSetReady: false,
    }
  }

  async close(): Promise<void> {
    if (this.#state !== 'open') throw invalidState('The port is already closed.')
    if (this.#closing) throw invalidState('A call to close() is already in progress.')
    const closed = new Promise<void>((resolve) => (this.#closing = { resolve }))
    if (this.#readable?.stream.locked || this.#writable?.stream.locked) this.#refuseToClose()
    const streams = [
      this.#readable?.stream.cancel(),
      this.#writable?.stream.abort(invalidState('The port is closed.')),
    ]
    for (const stream of streams) stream?.catch(() => undefined)
    this.#closeWhenStreamsAre()
    return closed
  }

  async forget(): Promise<void> {
    if (this.#state === 'open') this.#release()
    this.#state = 'forgotten'
    this.onForget()
  }

  /** A line error as the bridge reports it; the next `readable` goes on after it. */
  injectReadError(
    name: 'BreakError' | 'FramingError' | 'ParityError' | 'BufferOverrunError',
  ): void {
    if (this.#state === 'open') this.#buffer.pushError(new DOMException(name, name))
  }

  /** Chromium cancels an unlocked readable even if the writable then turns out to be locked. */
  #refuseToClose(): never {
    this.#closing = undefined
    const readable = this.#readable?.stream
    if (readable?.locked) throw new TypeError('Cannot cancel a locked stream')
    void readable?.cancel()
    throw new TypeError('Cannot abort a locked stream')
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
    if (this.#isLost) throw deviceLost()
    this.bridge.send(bytes)
    await this.bridge.sent(this.#bufferSize + driverBufferBytes)
  }

  async #drain(): Promise<void> {
    await this.bridge.sent(0)
    if (this.#isLost) throw deviceLost()
  }

  #newClient(): BridgeClient {
    return {
      room: () => this.#buffer.room(),
      receive: (bytes) => this.#buffer.push(bytes),
      lost: () => this.#lose(),
    }
  }

  #lose(): void {
    this.#isLost = true
    this.#buffer.pushError(deviceLost())
    this.#writable?.fail(deviceLost())
  }
}

const invalidState = (message: string) => new DOMException(message, 'InvalidStateError')
const networkError = (message: string) => new DOMException(message, 'NetworkError')
const failedToOpen = () => networkError('Failed to open serial port.')
const deviceLost = () => networkError('The device has been lost.')
