/**
 * One session with the chip in its bootloader: reset, stub, baud rate, and how to recover a chip that
 * was lost. What is done with the chip is in other files, its port in session-link.ts. Over 200 lines:
 * stub, rate and loader are one state, because each way to get them may have to reset the chip.
 */
import { DeviceError } from '../errors'
import m from '../messages/compiled/esptool'
import type { Lease } from '../serial/lease'
import type { SerialLink } from '../serial/link'
import { trafficOf } from '../serial/traffic'
import { baudRatesToTry, initialBaudRate } from './baud-ladder'
import { answers, checkChip } from './check-chip'
import { connectLoader, connectOnce, type ConnectOptions } from './connect'
import { Esp8266Loader, words } from './esp8266-loader'
import { LinkTransport } from './link-transport'
import { opcode } from './opcodes'
import { sessionClosed, SessionLink } from './session-link'
import { Trace } from './trace'
import { failure, isFinal } from './translate-error'

/** Long enough for one register over any bridge, short enough to try the next rate. */
const probeTimeoutMs = 300
const probes = 3
/** At which the ROM is addressed first; the stub is there in 0.3 s then, instead of 1.1. */
const fastBaudRate = 460_800

export class Session {
  readonly trace: Trace
  /** How often the chip was reset by this session: between two of them its own program may have run. */
  resets = 0
  readonly #link: SessionLink
  #loader: Esp8266Loader | undefined
  #options: ConnectOptions = {}

  constructor(port: SerialPort, lease: Lease) {
    this.trace = new Trace(trafficOf(port))
    this.#link = new SessionLink(port, lease)
  }

  /** Signal and details of the operation that now begins. */
  begin(options: ConnectOptions): void {
    this.#options = options
    if (this.#loader) this.#loader.wire.signal = options.signal
  }

  get signal(): AbortSignal | undefined {
    return this.#options.signal
  }

  get baudRate(): number {
    return this.#link.baudRate
  }

  /** Into the trace, and to the person who watches. */
  tell(detail: string): void {
    this.trace.note(detail)
    this.#options.onDetail?.(detail)
  }

  /** @throws `port-lost` after `close` */
  get loader(): Esp8266Loader {
    if (this.#loader) return this.#loader
    throw sessionClosed()
  }

  /** Resets into the ROM's bootloader at a fast rate, which the ROM measures; else as `enter`. */
  async enterFast(): Promise<void> {
    if (!(await this.#answersFast())) await this.enter()
  }

  /** Resets into the ROM's bootloader at `initialBaudRate`, from whatever state. */
  async enter(): Promise<void> {
    const link = await this.#openAt(initialBaudRate)
    const loader = new Esp8266Loader(this.#wireOver(link), this.trace)
    this.resets++
    await connectLoader(loader, link, this.#options)
    await checkChip(loader)
    this.#loader = loader
  }

  async #answersFast(): Promise<boolean> {
    try {
      const link = await this.#openAt(fastBaudRate)
      const loader = new Esp8266Loader(this.#wireOver(link), this.trace)
      this.resets++
      if (!(await connectOnce(loader, link, this.#options))) return false
      if (!(await answers(loader, probeTimeoutMs))) return false
      this.#loader = loader
      return true
    } catch (error) {
      // Not every bridge can do this rate; one that is gone or taken refuses the usual one as well.
      if (this.signal?.aborted || isLost(error)) throw error
      return false
    }
  }

  /** The loader with the stub running; uploads it if it does not run yet, a second time if need be. */
  async withStub(): Promise<Esp8266Loader> {
    if (this.loader.IS_STUB) return this.loader
    this.tell(m.startingStub())
    try {
      return await this.#runStub()
    } catch (error) {
      if (isFinal(error)) throw error
      this.trace.note(String(error))
    }
    try {
      // The state of the ROM after half an upload is unknown: from the start.
      await this.enter()
      return await this.#runStub()
    } catch (error) {
      throw failure('stub-failed', error)
    }
  }

  async #runStub(): Promise<Esp8266Loader> {
    const { loader } = this
    await loader.runStub()
    if (!loader.IS_STUB) throw new DeviceError('stub-failed', 'The stub does not run.')
    // The ROM has measured the rate, the stub calculates it: exact from here on.
    if (this.baudRate !== initialBaudRate) await this.#changeBaudRate(this.baudRate)
    return loader
  }

  /** The highest rate up to `maxBaud` at which the chip answers, in baud. Rejects with `baud-failed`. */
  async raiseBaudRate(maxBaud: number): Promise<number> {
    try {
      for (const rate of baudRatesToTry(maxBaud)) {
        await this.withStub()
        if (rate === this.baudRate || (await this.#tryRate(rate))) return rate
        this.tell(m.baudRateFailed({ rate: String(rate) }))
        await this.enter()
      }
      await this.withStub()
      return this.baudRate
    } catch (error) {
      throw failure('baud-failed', error)
    }
  }

  /** Back to a running stub at `maxBaud` or less, after the chip was lost. */
  async recover(maxBaud: number): Promise<void> {
    await this.enter()
    await this.raiseBaudRate(maxBaud)
  }

  /** Whether the chip still answers at the present rate. */
  async isAlive(): Promise<boolean> {
    for (let probe = 0; probe < probes; probe++) {
      try {
        if (await answers(this.loader, probeTimeoutMs)) return true
      } catch (error) {
        if (isFinal(error)) throw error
      }
    }
    return false
  }

  /** Closes the port, bounded; safe to call twice. */
  close(): Promise<void> {
    this.#loader = undefined
    return this.#link.close()
  }

  async #tryRate(baudRate: number): Promise<boolean> {
    this.tell(m.tryingBaudRate({ rate: String(baudRate) }))
    try {
      await this.#changeBaudRate(baudRate)
      await this.#reopenAt(baudRate)
    } catch (error) {
      if (!isRefused(error) && isFinal(error)) throw error
      return false
    }
    return this.isAlive()
  }

  async #changeBaudRate(baudRate: number): Promise<void> {
    const rates = words(baudRate, this.baudRate)
    await this.loader.checkCommand('change the baud rate', opcode.changeBaudrate, rates)
  }

  /** The lines are left as opening sets them. */
  async #reopenAt(baudRate: number): Promise<void> {
    const { loader } = this
    loader.moveTo(this.#wireOver(await this.#openAt(baudRate)))
    this.#loader = loader
  }

  #openAt(baudRate: number): Promise<SerialLink> {
    this.#loader = undefined
    return this.#link.openAt(baudRate, this.signal)
  }

  #wireOver(link: SerialLink): LinkTransport {
    const wire = new LinkTransport(this.#link.port, link, this.trace)
    wire.signal = this.signal
    return wire
  }
}

const isLost = (error: unknown) => error instanceof DeviceError && error.code === 'port-lost'

/**
 * A bridge that cannot do a rate refuses to open, over WebUSB by a stall: neither busy nor hanging. Without a cause it
 * is a deadline that has passed.
 */
const isRefused = (error: unknown): boolean =>
  error instanceof DeviceError &&
  (error.code === 'port-busy' || (error.code === 'port-timeout' && error.cause !== undefined))
