/**
 * A `SerialPort` that behaves as Chromium's, over a virtual bridge: states, error names and messages, order of
 * checks. Its streams are in open-streams.ts. Knows nothing of chips and flash.
 * https://wicg.github.io/serial/#serialport-interface and Chromium's modules/serial/serial_port.cc
 */
import type { BridgeClient, UsbBridge } from '../usb/usb-bridge'
import { OpenStreams } from './open-streams'
import { failed, failedToOpen, invalidState, networkError, type LineErrorName } from './port-errors'
import { checkedOptions, readOptions } from './port-options'
import { openInputs, type VirtualPort } from './virtual-port'

type PortHandler = ((this: SerialPort, event: Event) => void) | null

export class VirtualSerialPort extends EventTarget implements VirtualPort {
  onconnect: PortHandler = null
  ondisconnect: PortHandler = null
  #state: 'closed' | 'opening' | 'open' | 'forgotten' = 'closed'
  #closing: { resolve: () => void } | undefined
  #streams: OpenStreams | undefined
  #client: BridgeClient | undefined
  #isLost = false

  /** @param onForget  called by `forget()`: the permission for this port is gone */
  constructor(
    private readonly bridge: UsbBridge,
    private readonly info: SerialPortInfo,
    private readonly onForget: () => void = () => undefined,
  ) {
    super()
  }

  get connected(): boolean {
    return !this.#isLost && this.bridge.isPlugged
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
    if (this.#state === 'forgotten' || this.#isLost) throw failedToOpen()
    this.#state = 'opening'
    await Promise.resolve()
    const streams = new OpenStreams({
      bridge: this.bridge,
      bufferSize,
      isLost: () => this.#isLost,
      onLost: () => this.lose(),
      onClosed: () => this.#closeWhenStreamsAre(),
    })
    if (!this.bridge.open(streams.client, baudRate)) {
      this.#state = 'closed'
      throw failedToOpen()
    }
    this.#streams = streams
    this.#client = streams.client
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
    if (this.#isLost) throw networkError(failed('setSignals', 'Failed to set control signals.'))
    if (dataTerminalReady !== undefined) this.bridge.setLines({ dataTerminalReady })
    if (requestToSend !== undefined) this.bridge.setLines({ requestToSend })
    if (signals.break !== undefined) this.bridge.setBreak(signals.break)
  }

  async getSignals(): Promise<SerialInputSignals> {
    if (this.#state !== 'open') throw invalidState('getSignals', 'The port is closed.')
    if (this.#isLost) throw networkError(failed('getSignals', 'Failed to get control signals.'))
    return { ...openInputs }
  }

  async close(): Promise<void> {
    if (this.#state !== 'open') throw invalidState('close', 'The port is already closed.')
    if (this.#closing) throw invalidState('close', 'A call to close() is already in progress.')
    const closed = new Promise<void>((resolve) => (this.#closing = { resolve }))
    if (this.#streams?.isReadableLocked || this.#streams?.isWritableLocked) this.#refuseToClose()
    this.#streams?.end()
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
    if (this.#state === 'open') this.#streams?.injectLineError(name)
  }

  /** The device was unplugged: this port never opens again. */
  lose(): void {
    if (this.#isLost) return
    this.#isLost = true
    if (this.#state === 'open') this.#streams?.lose()
  }

  /** Chromium cancels an unlocked readable even if the writable then turns out to be locked. */
  #refuseToClose(): never {
    this.#closing = undefined
    if (this.#streams?.isReadableLocked) {
      throw new TypeError(failed('close', 'Cannot cancel a locked stream'))
    }
    void this.#streams?.cancelReadable()
    throw new TypeError(failed('close', 'Cannot abort a locked stream'))
  }

  #closeWhenStreamsAre(): void {
    if (!this.#closing || !this.#streams?.areClosed) return
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
}
