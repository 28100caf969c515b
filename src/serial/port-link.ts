/**
 * The link over an open SerialPort: joins reader loop, writer and backlog, notices an unplug in
 * every state and closes within bounds. Opened by open-link.ts.
 */
import { bounded } from '../async/bounded'
import { delay, withDeadline, type WaitOptions } from '../async/deadline'
import { DeviceError } from '../errors'
import { Backlog } from './backlog'
import type { SerialLink } from './link'
import { PortWriter } from './port-writer'
import { ReaderLoop } from './reader-loop'
import { trafficOf, type Traffic } from './traffic'

/** Longest wait for the driver to take a byte that could have gone out long ago. */
const writeSlackMs = 3000
const signalsTimeoutMs = 2000
const stopTimeoutMs = 500
const closeTimeoutMs = 2000
/** Firefox fails a write before it tells that the device is gone. */
const newsMs = 300

export class PortLink implements SerialLink {
  readonly ended: Promise<Error | undefined>
  readonly traffic: Traffic
  /** Aborted when the link ends, with the reason for all who still wait on it. */
  readonly #life = new AbortController()
  readonly #backlog = new Backlog()
  readonly #reading: ReaderLoop
  readonly #writing: PortWriter
  #end!: (error?: Error) => void
  #closing: Promise<void> | undefined

  constructor(
    readonly port: SerialPort,
    readonly baudRate: number,
    /** Called once, when closing begins. */
    private readonly onClosing: (closing: Promise<void>) => void = () => undefined,
  ) {
    this.ended = new Promise((resolve) => (this.#end = resolve))
    this.traffic = trafficOf(port)
    this.traffic.opened(baudRate)
    this.#writing = new PortWriter(port, baudRate)
    this.#reading = new ReaderLoop(port, (bytes) => this.#receive(bytes))
    void this.#reading.done.then((cause) => this.#lose(cause))
    port.addEventListener('disconnect', this.#onDisconnect)
  }

  readonly #onDisconnect = () => this.#lose(new Error('The device was unplugged.'))

  #receive(bytes: Uint8Array) {
    this.traffic.pass('in', bytes)
    this.#backlog.push(bytes)
  }

  subscribe(listener: (bytes: Uint8Array) => void): () => void {
    return this.#backlog.subscribe(listener)
  }

  async write(bytes: Uint8Array, { signal }: WaitOptions = {}): Promise<void> {
    this.traffic.pass('out', bytes)
    const timeoutMs = writeSlackMs + (bytes.length * 10_000 * 2) / this.baudRate
    await this.#within(timeoutMs, 'The driver did not take the bytes', signal, () =>
      this.#writing.write(bytes, [signal, this.#life.signal]),
    )
  }

  async setSignals(signals: SerialOutputSignals): Promise<void> {
    this.traffic.note(signalWords(signals))
    const what = 'The driver did not move DTR and RTS'
    await this.#within(signalsTimeoutMs, what, undefined, async () => {
      await this.#writing.settled()
      await this.port.setSignals(signals)
    })
  }

  close(): Promise<void> {
    if (!this.#closing) this.onClosing((this.#closing = this.#close()))
    return this.#closing
  }

  /** Runs a driver call with deadline; rejects at once when the link ends, however the driver hangs. */
  async #within(
    timeoutMs: number,
    what: string,
    signal: AbortSignal | undefined,
    call: () => Promise<void>,
  ): Promise<void> {
    const life = this.#life.signal
    life.throwIfAborted()
    if (this.#closing) throw closed()
    signal?.throwIfAborted()
    const late = () => new DeviceError('port-timeout', `${what} in ${Math.round(timeoutMs)} ms.`)
    try {
      await withDeadline(call(), timeoutMs, late, { signal, life })
    } catch (error) {
      if (error instanceof DeviceError || error === signal?.reason) throw error
      await this.#newsOf(error)
      throw this.#driverError(what, error)
    }
  }

  /** What comes of an aborted write: the device may be gone, which is told a moment later. */
  async #newsOf(error: unknown): Promise<void> {
    if (!isAbort(error)) return
    await Promise.race([this.ended, delay(newsMs)])
    this.#life.signal.throwIfAborted()
  }

  #driverError(what: string, cause: unknown): DeviceError {
    const detail = cause instanceof Error ? cause.message : String(cause)
    // A line that cannot be moved (a pty, some bridges) does not mean that the port is gone.
    const gone = this.port.connected === false || !this.port.readable
    // Nobody here aborts a write that somebody waits for: Firefox has dropped it, as nothing moved.
    const code = gone ? 'port-lost' : isAbort(cause) ? 'port-timeout' : 'command-failed'
    return new DeviceError(code, `${what}: ${detail}`, { cause })
  }

  #lose(cause?: Error) {
    if (this.#life.signal.aborted) return
    const message = cause?.message ?? 'The port ended.'
    this.traffic.note(`lost: ${message}`)
    const error = new DeviceError('port-lost', message, { cause })
    this.#life.abort(error)
    this.#end(error)
  }

  async #close(): Promise<void> {
    this.port.removeEventListener('disconnect', this.#onDisconnect)
    const lost = this.#life.signal.aborted
    this.traffic.note('closing')
    await this.#writing.release(lost)
    this.#life.abort(closed())
    this.#end()
    await bounded(this.#reading.stop(), stopTimeoutMs)
    await bounded(this.port.close(), closeTimeoutMs)
  }
}

/** "DTR 1 RTS 0", of the lines that were moved. */
function signalWords({ dataTerminalReady, requestToSend, break: pause }: SerialOutputSignals) {
  const lines = { DTR: dataTerminalReady, RTS: requestToSend, break: pause }
  return Object.entries(lines)
    .flatMap(([name, on]) => (on === undefined ? [] : [`${name} ${on ? 1 : 0}`]))
    .join(' ')
}

const closed = () => new DeviceError('port-lost', 'The port was closed.')

const isAbort = (cause: unknown) => cause instanceof Error && cause.name === 'AbortError'
