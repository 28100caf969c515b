/**
 * A `SerialPort` that behaves as Firefox's (153, tests/golden/web-serial-firefox.json), over a virtual bridge.
 * It stays the same object when the device is plugged in again, closes by itself when it is pulled, and pays no
 * attention to locks. Not imitated: that a wire which does not move for five seconds loses what it holds, for
 * a virtual wire always moves.
 */
import type { BridgeClient, UsbBridge } from '../usb/usb-bridge'
import { checkFirefoxOptions, readFirefoxOptions } from './firefox-options'
import { FirefoxReadable, FirefoxWritable, ReceivedChunks } from './firefox-streams'
import type { LineErrorName } from './port-errors'
import { openInputs, type VirtualPort } from './virtual-port'

type PortHandler = ((this: SerialPort, event: Event) => void) | null
type State = 'closed' | 'opening' | 'open' | 'closing' | 'forgotten'

const invalidState = (words: string) => new DOMException(words, 'InvalidStateError')
const notOpen = () => invalidState('Port is not open')
const failedToOpen = () => new DOMException('Failed to open port', 'NetworkError')

/** It is the browser's process that opens and closes. */
async function processTurn(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
}

export class FirefoxSerialPort extends EventTarget implements VirtualPort {
  onconnect: PortHandler = null
  ondisconnect: PortHandler = null
  #state: State = 'closed'
  #bufferSize = 0
  #readable: FirefoxReadable | undefined
  #writable: FirefoxWritable | undefined
  readonly #received = new ReceivedChunks()
  readonly #client: BridgeClient

  /** @param onForget  called by `forget()`: the permission for this port is gone */
  constructor(
    private readonly bridge: UsbBridge,
    private readonly info: SerialPortInfo,
    private readonly onForget: () => void = () => undefined,
  ) {
    super()
    this.#client = {
      room: () => this.#received.room(),
      receive: (bytes) => this.#receive(bytes),
      lost: () => this.lose(),
    }
  }

  get connected(): boolean {
    return this.bridge.isPlugged
  }

  get readable(): ReadableStream<Uint8Array> | null {
    if (this.#state !== 'open') return null
    this.#readable ??= new FirefoxReadable(this.#received, () => (this.#readable = undefined))
    return this.#readable.stream
  }

  get writable(): WritableStream<Uint8Array> | null {
    if (this.#state !== 'open') return null
    const { bridge } = this
    this.#writable ??= new FirefoxWritable(
      {
        send: (bytes) => bridge.send(bytes),
        sent: (pendingBytes) => bridge.sent(pendingBytes),
        flush: () => bridge.flushTransmit(),
        ended: () => (this.#writable = undefined),
      },
      this.#bufferSize,
    )
    return this.#writable.stream
  }

  getInfo(): SerialPortInfo {
    const { usbProductId, usbVendorId } = this.info
    return { usbProductId, usbVendorId }
  }

  async open(options: SerialOptions): Promise<void> {
    const given = readFirefoxOptions(options)
    if (this.#state === 'opening') throw invalidState('Port is being opened')
    if (this.#state === 'closing') throw invalidState('Port is being closed')
    if (this.#state === 'open') throw invalidState('Port is already open')
    checkFirefoxOptions(given)
    if (this.#state === 'forgotten') throw failedToOpen()
    this.#state = 'opening'
    await processTurn()
    const isOpen = this.bridge.open(this.#client, given.baudRate)
    this.#state = isOpen ? 'open' : 'closed'
    if (!isOpen) throw failedToOpen()
    this.#bufferSize = given.bufferSize
    this.#received.clear()
  }

  /** One line after the other, DTR first. */
  async setSignals(signals: SerialOutputSignals = {}): Promise<void> {
    if (this.#state !== 'open') throw notOpen()
    const { dataTerminalReady, requestToSend } = signals
    if ([dataTerminalReady, requestToSend, signals.break].every((value) => value === undefined)) {
      throw new TypeError('At least one signal must be specified in setSignals()')
    }
    if (dataTerminalReady !== undefined) this.bridge.setLines({ dataTerminalReady })
    if (requestToSend !== undefined) this.bridge.setLines({ requestToSend })
    if (signals.break !== undefined) this.bridge.setBreak(signals.break)
  }

  async getSignals(): Promise<SerialInputSignals> {
    if (this.#state !== 'open') throw notOpen()
    return { ...openInputs }
  }

  /** Throws away what has not been sent. */
  async close(): Promise<void> {
    if (this.#state === 'closing') throw invalidState('Port is being closed')
    if (this.#state !== 'open') throw notOpen()
    this.#state = 'closing'
    this.#endStreams()
    await processTurn()
    this.#release('closed')
  }

  async forget(): Promise<void> {
    if (this.#state === 'open') this.#endStreams()
    this.#release('forgotten')
    this.onForget()
  }

  /** A break is a zero, a byte with an error of the line is left out. */
  injectReadError(name: LineErrorName): void {
    if (name === 'BreakError' && this.#state === 'open') this.#receive(Uint8Array.of(0))
  }

  lose(): void {
    if (this.#state === 'open') this.#endStreams()
    if (this.#state !== 'forgotten') this.#release('closed')
  }

  #receive(bytes: Uint8Array): void {
    this.#received.push(bytes)
    this.#readable?.deliver()
    this.bridge.roomMade()
  }

  #endStreams(): void {
    this.#received.clear()
    this.#readable?.end()
    this.#writable?.end()
    this.#readable = undefined
    this.#writable = undefined
  }

  #release(state: State): void {
    this.#state = state
    if (this.bridge.client === this.#client) this.bridge.close()
  }
}
