/**
 * The smallest SerialPort that behaves like Chrome's: locked streams cannot be closed, a survivable
 * read error replaces the stream, an unplug breaks both streams. What the "device" says is scripted
 * by the test. The virtual board is the big one; this one also misbehaves as drivers do.
 */
import { encode } from '../../support/bytes'
export class FakePort extends EventTarget implements SerialPort {
  onconnect = null
  ondisconnect = null
  connected = true
  readonly opened: SerialOptions[] = []
  readonly signals: SerialOutputSignals[] = []
  readonly written: number[] = []
  /** What the driver does wrong. */
  fault: {
    open?: Error | 'hang'
    write?: Error | 'hang'
    signals?: Error | 'hang'
    close?: 'hang'
    cancel?: 'hang'
  } = {}
  onWrite: (bytes: Uint8Array) => void = () => undefined
  onSignals: (signals: SerialOutputSignals) => void = () => undefined

  #isOpen = false
  #isOpening = false
  #readable: ReadableStream<Uint8Array> | null = null
  #writable: WritableStream<Uint8Array> | null = null
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined

  get isOpen() {
    return this.#isOpen
  }

  get isLocked() {
    return Boolean(this.#readable?.locked || this.#writable?.locked)
  }

  get readable() {
    if (this.#isOpen && !this.#readable && this.connected) this.#readable = this.#newReadable()
    return this.#readable
  }

  get writable() {
    if (this.#isOpen && !this.#writable && this.connected) this.#writable = this.#newWritable()
    return this.#writable
  }

  async open(options: SerialOptions): Promise<void> {
    if (this.#isOpening)
      throw new DOMException('A call to open() is already in progress.', 'InvalidStateError')
    this.#isOpening = true
    try {
      if (this.fault.open === 'hang') await this.hang
    } finally {
      this.#isOpening = false
    }
    if (this.fault.open instanceof Error) throw this.fault.open
    if (this.#isOpen) throw new DOMException('The port is already open.', 'InvalidStateError')
    this.opened.push(options)
    this.#isOpen = true
  }

  /** Call to let everything that hangs go on. */
  finishOpening: () => void = () => undefined
  readonly hang = new Promise<void>((resolve) => (this.finishOpening = resolve))

  async close(): Promise<void> {
    if (this.isLocked) throw new TypeError('Cannot cancel a locked stream')
    if (this.fault.close === 'hang') await this.hang
    this.#isOpen = false
    this.#readable = this.#writable = null
  }

  async setSignals(signals: SerialOutputSignals): Promise<void> {
    if (this.fault.signals === 'hang') await this.hang
    if (this.fault.signals instanceof Error) throw this.fault.signals
    this.signals.push(signals)
    this.onSignals(signals)
  }

  async getSignals(): Promise<SerialInputSignals> {
    return {
      dataCarrierDetect: false,
      clearToSend: false,
      ringIndicator: false,
      dataSetReady: false,
    }
  }

  getInfo(): SerialPortInfo {
    return { usbVendorId: 0x1a86, usbProductId: 0x7523 }
  }

  async forget(): Promise<void> {}

  /** The device sends. */
  say(bytes: Uint8Array | number[] | string) {
    void this.readable
    const chunk = typeof bytes === 'string' ? encode(bytes) : bytes
    this.#controller?.enqueue(Uint8Array.from(chunk))
  }

  /** A read error; a survivable one lets the port offer a new stream. */
  breakRead(name: string) {
    const controller = this.#controller
    this.#readable = null
    controller?.error(new DOMException('read failed', name))
  }

  unplug({ event = true } = {}) {
    const lost = new DOMException('The device has been lost.', 'NetworkError')
    this.connected = false
    this.#controller?.error(lost)
    this.#readable = this.#writable = null
    if (event) this.dispatchEvent(new Event('disconnect'))
  }

  #newReadable() {
    return new ReadableStream<Uint8Array>({
      start: (controller) => void (this.#controller = controller),
      cancel: () => {
        this.#readable = null
        return this.fault.cancel === 'hang' ? this.hang : undefined
      },
    })
  }

  #newWritable() {
    const gone = () => void (this.#writable = null)
    return new WritableStream<Uint8Array>({
      write: async (bytes) => {
        if (this.fault.write === 'hang') await this.hang
        if (this.fault.write instanceof Error) {
          gone()
          throw this.fault.write
        }
        this.written.push(...bytes)
        this.onWrite(bytes)
      },
      close: gone,
      abort: gone,
    })
  }
}
