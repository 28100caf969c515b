/**
 * One stay in the bootloader: the port's lease, the link at its present baud rate and the loader that
 * speaks over it. Can lose the chip and fetch it back. What is done with the chip is in other files.
 */
import { DeviceError } from '../errors'
import type { Lease } from '../serial/lease'
import type { SerialLink } from '../serial/link'
import { openLeasedLink } from '../serial/open-link'
import { pendingOpen } from '../serial/open-port'
import { trafficOf } from '../serial/traffic'
import { baudRungs, romBaudRate } from './baud-ladder'
import { connectLoader, connectOnce, type ConnectOptions } from './connect'
import { Esp8266Loader, words } from './esp8266-loader'
import { answers, checkChip } from './identify'
import { LinkTransport } from './link-transport'
import { opcode } from './opcodes'
import { Trace } from './trace'
import { failure, isFinal } from './translate-error'

/** Long enough for one register over any bridge, short enough to try the next rung. */
const probeTimeoutMs = 300
const probes = 3
/** At which the ROM is addressed first; the stub is there in 0.3 s then, instead of 1.1. */
const fastBaudRate = 460_800

export class Session {
  readonly trace: Trace
  baudRate = romBaudRate
  /** How often the chip was reset by this session: between two of them its own program may have run. */
  resets = 0
  #link: SerialLink | undefined
  /** Whoever leaves while it opens must close it, too. */
  #opening: Promise<SerialLink> | undefined
  #loader: Esp8266Loader | undefined
  #closing: Promise<void> | undefined
  #options: ConnectOptions = {}

  constructor(
    readonly port: SerialPort,
    private readonly lease: Lease,
  ) {
    this.trace = new Trace(trafficOf(port))
  }

  /** Signal and details of the operation that now begins. */
  begin(options: ConnectOptions): void {
    this.#options = options
    if (this.#loader) this.#loader.wire.signal = options.signal
  }

  get signal(): AbortSignal | undefined {
    return this.#options.signal
  }

  tell(detail: string): void {
    this.trace.note(detail)
    this.#options.onDetail?.(detail)
  }

  get loader(): Esp8266Loader {
    if (this.#loader) return this.#loader
    throw new DeviceError('port-lost', 'The bootloader was left.')
  }

  /** Resets into the ROM's bootloader at a fast rate, which the ROM finds out; else as `enter`. */
  async enterFast(): Promise<void> {
    if (!(await this.#answersFast())) await this.enter()
  }

  /** Resets into the ROM's bootloader at its usual rate, from whatever state. */
  async enter(): Promise<void> {
    const link = await this.#openAt(romBaudRate)
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
    this.tell('Starting the flasher stub')
    try {
      return await this.#runStub()
    } catch (error) {
      if (isFinal(error)) throw error
      this.trace.note(String(error))
    }
    try {
      // What the ROM makes of half an upload is anybody's guess: from the start.
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
    if (this.baudRate !== romBaudRate) await this.#tellRate(this.baudRate)
    return loader
  }

  async #tellRate(baudRate: number): Promise<void> {
    const rates = words(baudRate, this.baudRate)
    await this.loader.checkCommand('change the baud rate', opcode.changeBaudrate, rates)
  }

  /** The highest rate up to `maxBaud` at which the chip answers. Rejects with `baud-failed`. */
  async climb(maxBaud: number): Promise<number> {
    try {
      for (const rung of baudRungs(maxBaud)) {
        await this.withStub()
        if (rung === this.baudRate || (await this.#tryRate(rung))) return rung
        this.tell(`${rung} baud does not work`)
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
    await this.climb(maxBaud)
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
    this.#closing ??= this.#leave()
    return this.#closing
  }

  async #leave(): Promise<void> {
    const closing = this.#closeLink()
    // An open that was given up is still the driver's: the next owner waits for its end, too.
    const opening = pendingOpen(this.port)
    this.lease.releaseAfter(opening ? closing.then(() => opening) : closing)
    await closing
  }

  async #tryRate(baudRate: number): Promise<boolean> {
    this.tell(`Trying ${baudRate} baud`)
    try {
      await this.#tellRate(baudRate)
      await this.#reopenAt(baudRate)
    } catch (error) {
      // A bridge that cannot do this rate refuses to open; that is not "busy" here.
      const refused = error instanceof DeviceError && error.code === 'port-busy'
      if (!refused && isFinal(error)) throw error
      return false
    }
    return this.isAlive()
  }

  /** Web Serial changes the rate only by closing and opening; the lines are left as opening sets them. */
  async #reopenAt(baudRate: number): Promise<void> {
    const { loader } = this
    const link = await this.#openAt(baudRate)
    loader.moveTo(this.#wireOver(link))
    this.#loader = loader
  }

  #wireOver(link: SerialLink): LinkTransport {
    const wire = new LinkTransport(this.port, link, this.trace)
    wire.signal = this.signal
    return wire
  }

  async #openAt(baudRate: number): Promise<SerialLink> {
    await this.#closeLink()
    if (this.#closing) throw new DeviceError('port-lost', 'The bootloader was left.')
    const { signal } = this.#options
    this.#opening = openLeasedLink(this.port, { baudRate, signal })
    const link = await this.#opening
    if (this.#closing) throw new DeviceError('port-lost', 'The bootloader was left.')
    this.baudRate = baudRate
    return (this.#link = link)
  }

  async #closeLink(): Promise<void> {
    const link = this.#link ?? (await this.#opening?.catch(() => undefined))
    this.#loader = this.#link = this.#opening = undefined
    await link?.close()
  }
}

const isLost = (error: unknown) => error instanceof DeviceError && error.code === 'port-lost'
