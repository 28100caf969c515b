/** Keeps what the parts of the phone write down, with limits: a page that asks without end costs no memory. */
import { systemClock, type PhoneClock } from './clock'
import type { TimelineEntry, TimelineEvent, TimelineWriter } from './timeline'

export interface RecorderLimits {
  maxEntries: number
  /** Of all entries together. */
  maxBytes: number
  /** Of one run of bytes: a query, a request, an answer's body. */
  maxRunBytes: number
  /** Of a name, an address or a line, in UTF-16 units. */
  maxText: number
}

const defaults: RecorderLimits = {
  maxEntries: 400,
  maxBytes: 2 * 1024 * 1024,
  maxRunBytes: 64 * 1024,
  maxText: 2048,
}

export class TimelineRecorder implements TimelineWriter {
  readonly #clock: PhoneClock
  readonly #limits: RecorderLimits
  readonly #startMs: number
  readonly #listeners = new Set<() => void>()
  #kept: { entry: TimelineEntry; size: number }[] = []
  #bytes = 0
  #nextId = 1
  /** How many entries are no longer kept. */
  dropped = 0

  constructor(clock: PhoneClock = systemClock, limits: Partial<RecorderLimits> = {}) {
    this.#clock = clock
    this.#limits = { ...defaults, ...limits }
    this.#startMs = clock.now()
  }

  /** The oldest first, by the time of their end. */
  get entries(): readonly TimelineEntry[] {
    return this.#kept.map(({ entry }) => entry)
  }

  /** Since the timeline began, in ms. */
  now(): number {
    return this.#clock.now() - this.#startMs
  }

  /** @param startedMs what `now` said when it began; by default it took no time */
  add(event: TimelineEvent, startedMs = this.now()): void {
    const cutter = new Cutter(this.#limits)
    const kept = cutter.cut(event) as TimelineEvent
    const id = this.#nextId++
    const cut = cutter.cutBytes > 0 ? { cutBytes: cutter.cutBytes } : {}
    const entry = { ...kept, ...cut, id, atMs: startedMs, tookMs: this.now() - startedMs }
    this.#kept.push({ entry, size: cutter.size })
    this.#bytes += cutter.size
    this.#dropOldest()
    for (const listener of [...this.#listeners]) listener()
  }

  clear(): void {
    this.#kept = []
    this.#bytes = 0
    this.dropped = 0
    for (const listener of [...this.#listeners]) listener()
  }

  /** Calls `listener` after each change; returns a function that unsubscribes it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The newest stays, whatever its size. */
  #dropOldest(): void {
    const { maxEntries, maxBytes } = this.#limits
    while (this.#kept.length > 1 && (this.#kept.length > maxEntries || this.#bytes > maxBytes)) {
      this.#bytes -= this.#kept.shift()?.size ?? 0
      this.dropped++
    }
  }
}

/** Copies an event with everything shortened that is too long, and counts what it holds. */
class Cutter {
  size = 0
  cutBytes = 0
  constructor(private readonly limits: RecorderLimits) {}

  cut(value: unknown): unknown {
    if (value instanceof Uint8Array) return this.#cutBytes(value)
    if (typeof value === 'string') return this.#cutText(value)
    if (Array.isArray(value)) return value.map((one) => this.cut(one))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => this.#cutEntry(name, one)))
  }

  #cutEntry(name: string, value: unknown): [string, unknown] {
    return [this.#cutText(name), this.cut(value)]
  }

  #cutBytes(bytes: Uint8Array): Uint8Array {
    const kept = bytes.slice(0, this.limits.maxRunBytes)
    this.cutBytes += bytes.length - kept.length
    this.size += kept.length
    return kept
  }

  #cutText(text: string): string {
    const kept = text.length > this.limits.maxText ? `${text.slice(0, this.limits.maxText)}…` : text
    this.size += 2 * kept.length
    return kept
  }
}
