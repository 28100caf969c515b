/**
 * Which baud rates worked and failed with each USB bridge, kept in this browser, so that the next session begins
 * there. Small and unimportant enough to be forgotten silently where storage is blocked or holds nonsense.
 */
import * as v from 'valibot'
import type { KnownRates, RateMemory } from '../esptool/rate-memory'
import { fastBaudRate } from '../esptool/baud-ladder'

const storageKey = 'portal-flasher.bridge-rates'
const mostBridges = 16
/** Another cable, hub or computer may be used by then. */
const keptMs = 30 * 24 * 3600 * 1000
/** Once may be chance: a jolt, a busy computer. */
const timesToBelieve = 2
/** Then what failed is tried again: it may have been a board or a cable that is long gone. */
const goodJobsToDoubt = 5

const baudRate = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12_000_000))
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000))
const seen = { times: count, atMs: v.number() }
/** Jobs that went well since, that one included if it went on below that rate or after that start. */
const failing = { ...seen, goodJobs: v.optional(count) }
const bridgeSchema = v.strictObject({
  key: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  works: v.optional(v.strictObject({ baudRate, ...seen })),
  fails: v.optional(v.strictObject({ baudRate, ...failing })),
  /** Without a rate: of a page that knew one alone. */
  slowStarts: v.optional(v.strictObject({ ...failing, baudRate: v.optional(baudRate) })),
})
const schema = v.pipe(v.array(bridgeSchema), v.maxLength(mostBridges))
type Bridge = v.InferOutput<typeof bridgeSchema>

export class BridgeRates implements RateMemory {
  /** @param now in ms since 1970 */
  constructor(private readonly now: () => number = Date.now) {}

  of(key: string): KnownRates | undefined {
    const bridge = read().find((one) => one.key === key)
    if (!bridge) return undefined
    const { works, fails, slowStarts } = bridge
    return {
      works: works && this.#isRecent(works) ? works.baudRate : undefined,
      fails: fails && this.#isBelieved(fails) ? fails.baudRate : undefined,
      isOldFailure: fails && isDoubted(fails),
      startFails: slowStarts && this.#isStillSlow(slowStarts) ? startRate(slowStarts) : undefined,
    }
  }

  /** What worked did not fail; a rate above it may have, and is doubted the more. */
  worked(key: string, baudRate: number): void {
    this.#change(key, ({ works, fails, slowStarts }) => ({
      works: this.#counted(works, baudRate),
      fails: fails && fails.baudRate > baudRate ? withGoodJob(fails) : undefined,
      slowStarts: slowStarts && withGoodJob(slowStarts),
    }))
  }

  /** The lowest rate that failed counts; what worked there is not believed any more. */
  failed(key: string, baudRate: number): void {
    this.#change(key, ({ works, fails, ...rest }) => {
      const lowest = fails && this.#isRecent(fails) && fails.baudRate < baudRate ? fails : undefined
      return {
        ...rest,
        works: works && works.baudRate < baudRate ? works : undefined,
        fails: lowest ?? this.#counted(fails, baudRate),
      }
    })
  }

  /** The lowest rate at which the ROM was silent counts, until it is reached there. */
  started(key: string, baudRate: number, isReached: boolean): void {
    this.#change(key, ({ slowStarts, ...rest }) => {
      const before = slowStarts && this.#isRecent(slowStarts) ? slowStarts : undefined
      const beforeRate = before ? startRate(before) : Infinity
      if (isReached) return { ...rest, slowStarts: beforeRate > baudRate ? before : undefined }
      if (beforeRate < baudRate) return { ...rest, slowStarts: before }
      const times = beforeRate === baudRate ? (before?.times ?? 0) : 0
      const atMs = this.now()
      return { ...rest, slowStarts: { baudRate, times: Math.min(times + 1, 1000), atMs } }
    })
  }

  #counted(before: Bridge['works'], baudRate: number) {
    const same = before?.baudRate === baudRate && this.#isRecent(before)
    return { baudRate, times: same ? Math.min(before.times + 1, 1000) : 1, atMs: this.now() }
  }

  #isRecent({ atMs }: { atMs: number }): boolean {
    const ageMs = this.now() - atMs
    return ageMs >= 0 && ageMs < keptMs
  }

  #isStillSlow(slowStarts: SlowStarts): boolean {
    return this.#isBelieved(slowStarts) && !isDoubted(slowStarts)
  }

  #isBelieved(seen: { times: number; atMs: number }): boolean {
    return seen.times >= timesToBelieve && this.#isRecent(seen)
  }

  /** The bridge that was used last comes first; the one that was not used for longest goes. */
  #change(key: string, change: (bridge: Omit<Bridge, 'key'>) => Omit<Bridge, 'key'>): void {
    const bridges = read()
    const before = bridges.find((one) => one.key === key) ?? {}
    const others = bridges.filter((one) => one.key !== key)
    write([{ ...change(before), key }, ...others].slice(0, mostBridges))
  }
}

type SlowStarts = NonNullable<Bridge['slowStarts']>
type Failing = Pick<SlowStarts, 'goodJobs'>

const startRate = ({ baudRate = fastBaudRate }: SlowStarts): number => baudRate

const isDoubted = ({ goodJobs = 0 }: Failing): boolean => goodJobs >= goodJobsToDoubt

const withGoodJob = <T extends Failing>(failed: T): T => ({
  ...failed,
  goodJobs: Math.min((failed.goodJobs ?? 0) + 1, 1000),
})

/** Of browsers that forbid storage: as long as the page. */
let unstored: Bridge[] = []

function read(): Bridge[] {
  try {
    const text = localStorage.getItem(storageKey)
    const result = v.safeParse(schema, text === null ? [] : JSON.parse(text))
    return result.success ? result.output : []
  } catch {
    return unstored
  }
}

function write(bridges: Bridge[]): void {
  unstored = bridges
  try {
    localStorage.setItem(storageKey, JSON.stringify(bridges))
  } catch {
    // Forbidden or full.
  }
}
