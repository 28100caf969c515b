/**
 * The link over an open SerialPort: joins reader loop, writer and backlog, notices an unplug in
 * every state and closes within bounds. Opened by open-link.ts.
 */
import { withDeadline, type WaitOptions } from '../async/deadline'
import { DeviceError } from '../errors'
import { Backlog } from './backlog'
import type { SerialLink } from './link'
import { ReaderLoop } from './reader-loop'
import { trafficOf, type Traffic } from './traffic'

/** Longest wait for the driver to take a byte that could have gone out long ago. */
const writeSlackMs = 3000
const signalsTimeoutMs = 2000
const flushTimeoutMs = 500
const closeTimeoutMs = 2000

export class PortLink implements SerialLink {
  readonly ended: Promise<Error | undefined>
  readonly traffic: Traffic
  /** Aborted when the link ends, with the reason for all who still wait on it. */
  readonly #life = new AbortController()
  readonly #backlog = new Backlog()
  readonly #reading: ReaderLoop
  #writer: WritableStreamDefaultWriter<Uint8Array> | undefined
  #end!: (error?: Error) => void
  #closing: Promise<void> | undefined

  constructor(
    readonly port: SerialPort,
    readonly baudRate: number,
    /** Told once, when closing begins. */
    private readonly onClosing: (closing: Promise<void>) => void = () => undefined,
  ) {
    this.ended = new Promise((resolve) => (this.#end = resolve))
    this.traffic = trafficOf(port)
    this.traffic.opened(baudRate)
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
      this.#openWriter().write(bytes),
    )
  }

  async setSignals(signals: SerialOutputSignals): Promise<void> {
    this.traffic.note(signalWords(signals))
    await this.#within(signalsTimeoutMs, 'The driver did not move DTR and RTS', undefined, () =>
      this.port.setSignals(signals),
    )
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
      throw this.#driverError(what, error)
    }
  }

  #driverError(what: string, cause: unknown): DeviceError {
    const detail = cause instanceof Error ? cause.message : String(cause)
    // A line that cannot be moved (a pty, some bridges) does not mean that the port is gone.
    const gone = this.port.connected === false || !this.port.readable
    return new DeviceError(gone ? 'port-lost' : 'command-failed', `${what}: ${detail}`, { cause })
  }

  #openWriter(): WritableStreamDefaultWriter<Uint8Array> {
    if (!this.port.writable) throw new Error('The port is not writable any more.')
    // After an error the port offers a new stream, and our writer belongs to the old one.
    if (!this.port.writable.locked) this.#writer = undefined
    this.#writer ??= this.port.writable.getWriter()
    return this.#writer
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
    await this.#releaseWriter(lost)
    this.#life.abort(closed())
    this.#end()
    await bounded(this.#reading.stop(), flushTimeoutMs)
    await bounded(this.port.close(), closeTimeoutMs)
  }

  /** Lets written bytes out: `port.close()` alone would throw away what the driver still holds. */
  async #releaseWriter(lost: boolean): Promise<void> {
    const writer = this.#writer
    if (!writer) return
    const flushed = !lost && (await bounded(writer.close(), flushTimeoutMs))
    if (!flushed) await bounded(writer.abort(), flushTimeoutMs)
    writer.releaseLock()
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

/** True when `promise` was fulfilled in time; a rejection or a hang is only false. */
async function bounded(promise: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  return withDeadline(promise, timeoutMs, () => new Error('late')).then(
    () => true,
    () => false,
  )
}
