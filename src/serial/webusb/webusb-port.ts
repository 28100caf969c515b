/**
 * A `SerialPort` over WebUSB that behaves as Chromium's own: states, order of checks, names and messages of errors.
 * The page, esptool-js and the link of serial/ do not notice the difference. Bytes and streams are in
 * open-streams.ts, transfers in connection.ts. Over 200 lines: the methods of a port share its states.
 * https://wicg.github.io/serial/#serialport-interface
 */
import type { RateAware } from '../bridge-rates'
import { driverFor } from './bridges'
import { Connection } from './connection'
import { OpenStreams } from './open-streams'
import { failed, failedToOpen, invalidState, signalsFailed } from './port-errors'
import { checkOptions, readOptions, type PortSettings } from './port-options'
import type { UsbDevice } from './usb-device'

type PortHandler = ((this: SerialPort, event: Event) => void) | null

export class WebUsbPort extends EventTarget implements SerialPort, RateAware {
  onconnect: PortHandler = null
  ondisconnect: PortHandler = null
  #state: 'closed' | 'opening' | 'open' = 'closed'
  /** Why this port never opens again. */
  #over: Error | undefined
  #isLost = false
  #closing: { resolve: () => void } | undefined
  #streams: OpenStreams | undefined
  #connection: Connection | undefined

  /** @param onForget  called by `forget()` */
  constructor(
    readonly device: UsbDevice,
    private readonly onForget: () => void = () => undefined,
  ) {
    super()
  }

  /** False from the moment at which the device was found to be gone. */
  get connected(): boolean {
    return !this.#isLost
  }

  get readable(): ReadableStream<Uint8Array> | null {
    return this.#streams?.readable(this.#mayMakeStreams) ?? null
  }

  get writable(): WritableStream<Uint8Array> | null {
    return this.#streams?.writable(this.#mayMakeStreams) ?? null
  }

  get #mayMakeStreams(): boolean {
    return this.#state === 'open' && !this.#closing
  }

  getInfo(): SerialPortInfo {
    return { usbProductId: this.device.productId, usbVendorId: this.device.vendorId }
  }

  /** What a chip knows of its rates it knows from its version, read when it was opened. */
  rateOf(baudRate: number): number | undefined {
    return this.#connection?.rateOf(baudRate)
  }

  get unit(): string {
    const { deviceVersionMajor, deviceVersionMinor, deviceVersionSubminor } = this.device
    const version = [deviceVersionMajor, deviceVersionMinor, deviceVersionSubminor].join('.')
    return [version, this.device.serialNumber ?? ''].join(' ').trim()
  }

  /**
   * Claims the device, brings the chip to the settings and asserts DTR and RTS.
   * @throws TypeError, InvalidStateError, and NetworkError for everything else, with WebUSB's error as cause
   */
  async open(options: SerialOptions): Promise<void> {
    const given = readOptions(options)
    if (this.#state === 'opening') {
      throw invalidState('open', 'A call to open() is already in progress.')
    }
    if (this.#state === 'open') throw invalidState('open', 'The port is already open.')
    const settings = checkOptions(given)
    if (this.#over) throw failedToOpen(this.#over)
    this.#state = 'opening'
    try {
      await this.#connect(settings)
      this.#state = 'open'
    } catch (cause) {
      this.#state = 'closed'
      throw failedToOpen(cause)
    }
  }

  async #connect(settings: PortSettings): Promise<void> {
    const streams = new OpenStreams(settings.bufferSize, () => this.#closeWhenStreamsAre())
    const connection = await Connection.open({
      device: this.device,
      driver: driverFor(this.device),
      settings,
      onReceived: (items) => streams.receive(items),
      hasRoom: () => streams.hasRoom,
      onReadFailed: (cause) => this.#isGone(streams, cause),
      onWriteFailed: (cause) => streams.failWriting(cause),
    })
    if (this.#over) {
      await connection.close()
      throw this.#over
    }
    // What the chip had received before.
    streams.clear()
    streams.connection = connection
    this.#connection = connection
    this.#streams = streams
  }

  /**
   * The capability by which esptool-js changes the rate without closing the port. Everything written before is sent
   * at the old rate. @throws as `open`
   */
  async setBaudRate(baudRate: number): Promise<void> {
    const connection = this.#open('setBaudRate')
    const { baudRate: rate } = checkOptions(readOptions({ baudRate }))
    try {
      await connection.setBaudRate(rate)
    } catch (cause) {
      throw failedToOpen(cause)
    }
  }

  /** One line after the other, DTR first, as Chromium does it on Linux and macOS. */
  async setSignals(signals: SerialOutputSignals = {}): Promise<void> {
    const connection = this.#open('setSignals')
    const { dataTerminalReady, requestToSend } = signals
    if ([dataTerminalReady, requestToSend, signals.break].every((value) => value === undefined)) {
      const words = 'Signals dictionary must contain at least one member.'
      throw new TypeError(failed('setSignals', words))
    }
    try {
      await this.#unlessLost(() => connection.setSignals(signals))
    } catch (cause) {
      throw signalsFailed('setSignals', 'set', cause)
    }
  }

  async getSignals(): Promise<SerialInputSignals> {
    const connection = this.#open('getSignals')
    try {
      return await this.#unlessLost(() => connection.inputs())
    } catch (cause) {
      throw signalsFailed('getSignals', 'get', cause)
    }
  }

  async close(): Promise<void> {
    if (this.#state !== 'open') throw invalidState('close', 'The port is already closed.')
    if (this.#closing) throw invalidState('close', 'A call to close() is already in progress.')
    const closed = new Promise<void>((resolve) => (this.#closing = { resolve }))
    if (this.#streams?.isReadableLocked || this.#streams?.isWritableLocked) this.#refuseToClose()
    this.#streams?.end()
    // Never at once: a browser's own port closes in another process.
    void Promise.resolve().then(() => this.#closeWhenStreamsAre())
    return closed
  }

  /** Gives the permission for the device back; this port never opens again. */
  async forget(): Promise<void> {
    this.#over ??= new Error('The port was forgotten.')
    const connection = this.#connection
    this.#connection = undefined
    if (this.#state === 'open') this.#state = 'closed'
    this.#streams?.lose(this.#over)
    await connection?.close()
    await this.device.forget?.()
    this.onForget()
  }

  /** The device was unplugged: this port never opens again. */
  lose(): void {
    this.#isGone(this.#streams, undefined)
  }

  /** A transfer may notice it before the browser tells. */
  #isGone(streams: OpenStreams | undefined, cause: unknown): void {
    this.#over ??= new Error('The device was unplugged.', { cause })
    this.#isLost = true
    streams?.lose(cause)
    this.#connection?.lose()
  }

  #open(method: string): Connection {
    if (this.#state === 'open' && this.#connection) return this.#connection
    throw invalidState(method, 'The port is closed.')
  }

  async #unlessLost<T>(work: () => Promise<T>): Promise<T> {
    if (this.#over) throw this.#over
    return work()
  }

  /** Chromium cancels an unlocked readable even if the writable then turns out to be locked. */
  #refuseToClose(): never {
    this.#closing = undefined
    if (this.#streams?.isReadableLocked) {
      throw new TypeError(failed('close', 'Cannot cancel a locked stream'))
    }
    void this.#streams?.cancelReadable()?.catch(() => undefined)
    throw new TypeError(failed('close', 'Cannot abort a locked stream'))
  }

  #closeWhenStreamsAre(): void {
    const closing = this.#closing
    if (!closing || !this.#streams?.areClosed) return
    const connection = this.#connection
    // Once: streams that end meanwhile ask again.
    this.#connection = undefined
    if (!connection) return
    void connection.close().then(() => {
      this.#closing = this.#streams = undefined
      this.#state = 'closed'
      closing.resolve()
    })
  }
}
