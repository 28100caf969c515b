/**
 * The rates of one session: those of its bridge, less what is known to fail there. What failed long ago is tried
 * again, one rate at a time.
 */
import { bridgeKeyOf, fastRatesOf, realRateOf } from '../serial/bridge-rates'
import { baudRatesToTry, fastBaudRate, initialBaudRate } from './baud-ladder'
import { rateMemoryOf, type KnownRates, type RateMemory } from './rate-memory'

/** The first one, with the stub there in 0.15 s, where blocks were written at it before. */
const startRates = [921_600, fastBaudRate]

/** A receiver reads up to about 3.5 % rightly; the chip's divider needs 1 % of it. */
const tolerance = 0.02

export class BridgeLadder {
  readonly #key: string | undefined
  readonly #memory: RateMemory | undefined
  /** What this session has found out itself. */
  #failed = Infinity
  #worked: number | undefined
  #startFailed = Infinity
  #doubted = Infinity

  constructor(private readonly port: SerialPort) {
    this.#memory = rateMemoryOf(port)
    this.#key = bridgeKeyOf(port)
  }

  /** From high to low, up to `maxBaud`, as `baudRatesToTry`; without those that the bridge refuses. */
  rates(maxBaud: number): number[] {
    const { fails = Infinity, isOldFailure = false } = this.#known
    const isKnownToFail = (rate: number) =>
      rate >= this.#failed || rate > fails || (rate === fails && !isOldFailure)
    const isDoubtful = (rate: number) => rate > this.#doubted && !this.trusts(rate)
    const rates = baudRatesToTry(maxBaud, fastRatesOf(this.port))
    const isOut = (rate: number) => isKnownToFail(rate) || isDoubtful(rate) || this.#refuses(rate)
    return rates.filter((rate) => rate === initialBaudRate || !isOut(rate))
  }

  /** The next rate below `baudRate`. */
  below(baudRate: number): number {
    return this.rates(Infinity).find((rate) => rate < baudRate) ?? initialBaudRate
  }

  /** What the bridge makes of `baudRate`, as far as it tells. */
  realRate(baudRate: number): number {
    return realRateOf(this.port, baudRate) ?? baudRate
  }

  /** Whether the bridge says itself that it cannot do this rate. */
  #refuses(baudRate: number): boolean {
    return Math.abs(this.realRate(baudRate) / baudRate - 1) > tolerance
  }

  /** Whether blocks were written at this rate before. */
  trusts(baudRate: number): boolean {
    return baudRate <= (this.#known.works ?? 0)
  }

  /** At which the ROM is addressed before `initialBaudRate`, from high to low. */
  get startRates(): number[] {
    const { startFails = Infinity } = this.#known
    const fails = Math.min(startFails, this.#startFailed)
    return startRates.filter((rate) => rate < fails && (rate === fastBaudRate || this.trusts(rate)))
  }

  worked(baudRate: number): void {
    if (this.#key === undefined || baudRate === this.#worked) return
    this.#worked = baudRate
    this.#memory?.worked(this.#key, baudRate)
  }

  failed(baudRate: number): void {
    if (baudRate === initialBaudRate) return
    this.#failed = Math.min(this.#failed, baudRate)
    if (this.#key !== undefined) this.#memory?.failed(this.#key, baudRate)
  }

  /** Something was lost at this rate: this session tries none above it that has not worked before. */
  doubt(baudRate: number): void {
    if (baudRate > initialBaudRate) this.#doubted = Math.min(this.#doubted, baudRate)
  }

  /** Whether the ROM was reached at one of `startRates`. */
  started(baudRate: number, isReached: boolean): void {
    if (!isReached) this.#startFailed = Math.min(this.#startFailed, baudRate)
    if (this.#key !== undefined) this.#memory?.started(this.#key, baudRate, isReached)
  }

  get #known(): KnownRates {
    return (this.#key !== undefined && this.#memory?.of(this.#key)) || {}
  }
}
