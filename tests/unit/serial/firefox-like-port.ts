/**
 * The smallest SerialPort with Firefox's habits: writes are fulfilled as soon as the browser has them, closing
 * throws away what has not left, a pulled cable ends reading in order and closes the port at once.
 */
import { FakePort } from './fake-port'

export class FirefoxLikePort extends FakePort {
  /** Bytes that have had their time on the wire. */
  readonly sent: number[] = []
  /** Most bytes that were under way at once. */
  mostAhead = 0
  /** The wire moves no more. */
  stalled = false
  #buffered: number[] = []
  #reading: ReadableStreamDefaultController<Uint8Array> | undefined
  #in: ReadableStream<Uint8Array> | null = null
  #out: WritableStream<Uint8Array> | null = null
  #timer: ReturnType<typeof setInterval> | undefined
  #isOpen = false

  override get isOpen() {
    return this.#isOpen
  }

  override get readable() {
    return this.#in
  }

  override get writable() {
    return this.#out
  }

  override async open(options: SerialOptions): Promise<void> {
    if (!this.connected) throw new DOMException('Failed to open port', 'NetworkError')
    this.opened.push(options)
    this.#isOpen = true
    this.#in = new ReadableStream({ start: (controller) => void (this.#reading = controller) })
    this.#out = new WritableStream<Uint8Array>(
      {
        write: (bytes) => {
          this.#buffered.push(...bytes)
          this.mostAhead = Math.max(this.mostAhead, this.#buffered.length)
        },
      },
      { highWaterMark: 16384 },
    )
    const byteMs = 10_000 / options.baudRate
    this.#timer = setInterval(() => {
      if (!this.stalled) this.sent.push(...this.#buffered.splice(0, Math.floor(10 / byteMs)))
    }, 10)
  }

  override async close(): Promise<void> {
    if (!this.#isOpen) throw new DOMException('Port is not open', 'InvalidStateError')
    this.#end()
  }

  override async setSignals(signals: SerialOutputSignals): Promise<void> {
    if (!this.#isOpen) throw new DOMException('Port is not open', 'InvalidStateError')
    this.onSignals(signals)
    this.signals.push(signals)
  }

  override unplug({ event = true } = {}) {
    this.connected = false
    this.#end()
    if (event) this.dispatchEvent(new Event('disconnect'))
  }

  /** As after five seconds in which nothing moved: the next write fails, the port stays. */
  dropBuffered() {
    this.#buffered = []
    this.#out = new WritableStream(
      { write: () => Promise.reject(new DOMException('Error writing to stream', 'AbortError')) },
      { highWaterMark: 16384 },
    )
  }

  #end() {
    clearInterval(this.#timer)
    this.#isOpen = false
    this.#buffered = []
    this.#reading?.close()
    this.#in = this.#out = null
  }
}
