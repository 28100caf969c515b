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
import { delay } from '../async/deadline'
import { fastBaudRate, fastestBaudRate, initialBaudRate } from './baud-ladder'
import { BridgeLadder } from './bridge-ladder'
import { answers, checkChip } from './check-chip'
import { connectLoader, connectOnce, type ConnectOptions } from './connect'
import { Esp8266Loader, words } from './esp8266-loader'
import { LinkTransport } from './link-transport'
import { opcode } from './opcodes'
import { sessionClosed, SessionLink } from './session-link'
import { Trace } from './trace'
import { failure, isFinal } from './translate-error'
import { namedPresentRate, rateToName, uartDividerRegister } from './uart-divider'
import { carriesBlocks } from './wire-check'

/** Long enough for one register over any bridge, short enough to try the next rate. */
const probeTimeoutMs = 300
const probes = 3
/** At a new rate: a chip that understands it answers in some ms, over slow bridges in 40. */
const newRateTimeoutMs = 120
/** The stub waits 5 ms before it changes its rate, and as long afterwards; it reads nothing meanwhile. */
const changeMs = 15
/** Above it the flash is slower than the wire most of the time. */
const boldBaudRate = 1_000_000

export class Session {
  readonly trace: Trace
  /** How often the chip was reset by this session: between two of them its own program may have run. */
  resets = 0
  readonly ladder: BridgeLadder
  readonly #link: SessionLink
  #loader: Esp8266Loader | undefined
  #options: ConnectOptions = {}
  /** At which the running stub has carried blocks, in baud: nothing is left to ask it. */
  #provenRate: number | undefined
  /** The ROM is not tried at a fast rate. */
  #startsSlowly: boolean

  constructor(port: SerialPort, lease: Lease) {
    this.trace = new Trace(trafficOf(port))
    this.#link = new SessionLink(port, lease)
    this.ladder = new BridgeLadder(port)
    this.#startsSlowly = this.ladder.startRates.length === 0
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
    if (this.#startsSlowly) return this.enter()
    const silent: number[] = []
    for (const rate of this.ladder.startRates) {
      if (await this.#answersAt(rate)) return this.#entered(rate, silent)
      silent.push(rate)
    }
    await this.enter()
    this.#startsSlowly = true
    this.#entered(initialBaudRate, silent)
  }

  /** Only now it is known that the rate was to blame, and not a board that never answers. */
  #entered(baudRate: number, silent: number[]): void {
    for (const rate of silent) this.ladder.started(rate, false)
    if (baudRate > initialBaudRate) this.ladder.started(baudRate, true)
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

  /** From the start, after something was lost before the stub ran: no rate above that of the start is worth a try then. */
  async enterAfterLoss(): Promise<void> {
    const { baudRate, ladder } = this
    ladder.doubt(baudRate)
    if (baudRate > fastBaudRate) ladder.started(baudRate, false)
    else this.#startsSlowly = true
    await this.enterFast()
  }

  async #answersAt(baudRate: number): Promise<boolean> {
    try {
      const link = await this.#openAt(baudRate)
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
      // The state of the ROM after half an upload is unknown.
      await this.enterAfterLoss()
      return await this.#runStub()
    } catch (error) {
      throw failure('stub-failed', error)
    }
  }

  async #runStub(): Promise<Esp8266Loader> {
    const { loader } = this
    await loader.runStub()
    if (loader.IS_STUB) return loader
    throw new DeviceError('stub-failed', 'The stub does not run.')
  }

  /**
   * The highest rate up to `maxBaud` at which the wire carries blocks, in baud; from `fastestBaudRate` on the
   * highest of the bridge. Rejects with `baud-failed`.
   */
  async raiseBaudRate(maxBaud: number): Promise<number> {
    try {
      return await this.#climb(() => this.ladder.rates(maxBaud))
    } catch (error) {
      throw failure('baud-failed', error)
    }
  }

  /** Back to a running stub at `maxBaud` or less, after the chip was lost. */
  async recover(maxBaud: number): Promise<void> {
    await this.enterFast()
    try {
      await this.#climb(() => this.ladder.rates(fastestBaudRate).filter((rate) => rate <= maxBaud))
    } catch (error) {
      throw failure('baud-failed', error)
    }
  }

  /** One line for the person who watches, however many rates it takes. */
  async #climb(ratesNow: () => number[]): Promise<number> {
    await this.withStub()
    const [first = initialBaudRate] = this.#candidates(ratesNow())
    if (first === this.#provenRate) return this.baudRate
    if (first !== this.baudRate) this.tell(m.tryingBaudRate({ rate: String(first) }))
    // Asked for anew each time: what is lost on the way to one rate speaks against others, too.
    for (let rate: number | undefined = first; rate; [rate] = this.#candidates(ratesNow())) {
      if (await this.#isGoodAt(rate)) return (this.#provenRate = rate)
      await this.#leaveRate(rate, rate === first)
      await this.withStub()
    }
    return this.baudRate
  }

  #candidates(rates: number[]): number[] {
    // Where a failure costs another slow start, a rate that gains a second is not worth the risk.
    const isTooBold = (rate: number) => this.#startsSlowly && rate > boldBaudRate
    return rates.filter((rate) => !isTooBold(rate) || this.ladder.trusts(rate))
  }

  #isGoodAt(rate: number): Promise<boolean> {
    return rate === this.baudRate ? this.#settle(rate) : this.#tryRate(rate)
  }

  async #leaveRate(rate: number, isFirst: boolean): Promise<void> {
    if (isFirst) this.tell(m.baudRateFailed({ rate: String(rate) }))
    else this.trace.note(`${rate} baud does not work`)
    this.ladder.failed(rate)
    if (rate <= fastBaudRate) this.#startsSlowly = true
    await (rate > fastBaudRate ? this.enterFast() : this.enter())
  }

  /** Whether the chip still answers at the present rate. */
  async isAlive(timeoutMs = probeTimeoutMs): Promise<boolean> {
    for (let probe = 0; probe < probes; probe++) {
      try {
        if (await answers(this.loader, timeoutMs)) return true
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
    try {
      await this.#changeBaudRate(baudRate)
      await this.#reopenAt(baudRate)
    } catch (error) {
      if (!isRefused(error) && isFinal(error)) throw error
      return false
    }
    return this.#carries(baudRate)
  }

  /** The rate that the ROM has measured becomes exact. */
  async #settle(baudRate: number): Promise<boolean> {
    if (baudRate === initialBaudRate) return true
    try {
      await this.#changeBaudRate(baudRate)
    } catch (error) {
      if (isFinal(error)) throw error
      return false
    }
    return this.#carries(baudRate)
  }

  async #carries(baudRate: number): Promise<boolean> {
    await delay(changeMs, { signal: this.signal })
    if (!(await this.isAlive(newRateTimeoutMs))) return false
    return this.ladder.trusts(baudRate) || carriesBlocks(this.loader)
  }

  async #changeBaudRate(baudRate: number): Promise<void> {
    const { loader, ladder } = this
    const divider = await loader.readReg(uartDividerRegister)
    const wantedRate = ladder.realRate(baudRate)
    const present = { divider, baudRate: ladder.realRate(this.baudRate) }
    const rates = words(rateToName({ ...present, wantedRate }), namedPresentRate)
    await loader.checkCommand('change the baud rate', opcode.changeBaudrate, rates)
  }

  /** The lines are left as opening sets them. */
  async #reopenAt(baudRate: number): Promise<void> {
    const { loader } = this
    loader.moveTo(this.#wireOver(await this.#openAt(baudRate)))
    this.#loader = loader
  }

  #openAt(baudRate: number): Promise<SerialLink> {
    this.#loader = this.#provenRate = undefined
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
