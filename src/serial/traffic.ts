/**
 * The last of what went over a port, for a failure report: both directions, with times, across closing,
 * reopening and changes of owner. Bounded. Who sends or reads payload (blocks of flash, files) holds the
 * bytes back and tells in other words what went by. Knows no protocol; nothing here is redacted yet.
 */
export type Direction = 'in' | 'out'

/** `count` tells how much passed, `skip` nothing: its owner records it in other words. */
export type Keeping = 'keep' | 'count' | 'skip'

export type TrafficEntry =
  /** What happened to the port or was said by its owner. */
  | { kind: 'note'; atMs: number; text: string }
  /** Bytes as they passed. */
  | { kind: 'bytes'; atMs: number; direction: Direction; bytes: Uint8Array }
  /** One message of a protocol: what it was, and as much of it as carries no payload. */
  | {
      kind: 'frame'
      atMs: number
      direction: Direction
      about: string
      bytes: Uint8Array
      omittedBytes: number
    }
  /** Payload that passed without being kept. */
  | { kind: 'held'; atMs: number; direction: Direction; sizeBytes: number }

/** A report shows the last 4 KiB; the rest lets it recognise what the beginning was cut off from. */
const keptBytes = 8192
const keptEntries = 600
const keptRates = 40
/** Bytes that come closer together than this are one entry. */
const togetherMs = 20

export class Traffic {
  #entries: TrafficEntry[] = []
  #sizeBytes = 0
  /** Bytes of both directions, whatever was kept of them. */
  readonly totals: Record<Direction, number> = { in: 0, out: 0 }
  /** At which the port was opened, in order; only the last ones. */
  baudRates: readonly number[] = []
  readonly #keeping: Record<Direction, Keeping> = { in: 'keep', out: 'keep' }
  readonly #cut = { in: false, out: false }

  /** @param now milliseconds; by default since the page was opened */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Oldest first. */
  get entries(): readonly TrafficEntry[] {
    return this.#entries
  }

  /** Whether bytes of this direction have been forgotten: its first entry may begin anywhere. */
  wasCut(direction: Direction): boolean {
    return this.#cut[direction]
  }

  note(text: string): void {
    this.#add({ kind: 'note', atMs: this.now(), text })
  }

  opened(baudRate: number): void {
    this.#keeping.in = this.#keeping.out = 'keep'
    this.baudRates = [...this.baudRates, baudRate].slice(-keptRates)
    this.note(`opened at ${baudRate} baud`)
  }

  /** What becomes of bytes that pass from now on. */
  keep(keeping: Partial<Record<Direction, Keeping>>): void {
    Object.assign(this.#keeping, keeping)
  }

  /** What the link itself sees. */
  pass(direction: Direction, bytes: Uint8Array): void {
    this.totals[direction] += bytes.length
    const keeping = this.#keeping[direction]
    if (keeping === 'skip') return
    if (keeping === 'count') return this.#count(direction, bytes.length)
    this.record(direction, bytes)
  }

  /** Bytes that are kept whatever is being kept: what an owner has found to be harmless. */
  record(direction: Direction, bytes: Uint8Array): void {
    const atMs = this.now()
    const last = this.#entries.at(-1)
    const kept = bytes.slice(-keptBytes)
    if (kept.length < bytes.length) this.#cut[direction] = true
    if (last?.kind === 'bytes' && last.direction === direction && atMs - last.atMs < togetherMs) {
      if (last.bytes.length + kept.length <= 512) {
        last.bytes = join(last.bytes, kept)
        this.#sizeBytes += kept.length
        return this.#trim()
      }
    }
    this.#add({ kind: 'bytes', atMs, direction, bytes: kept })
  }

  frame(direction: Direction, about: string, shown: Uint8Array, omittedBytes: number): void {
    const atMs = this.now()
    this.#add({ kind: 'frame', atMs, direction, about, bytes: shown.slice(), omittedBytes })
  }

  #count(direction: Direction, sizeBytes: number): void {
    const last = this.#entries.at(-1)
    if (last?.kind === 'held' && last.direction === direction) last.sizeBytes += sizeBytes
    else this.#add({ kind: 'held', atMs: this.now(), direction, sizeBytes })
  }

  #add(entry: TrafficEntry): void {
    this.#entries.push(entry)
    this.#sizeBytes += sizeOf(entry)
    this.#trim()
  }

  #trim(): void {
    while (this.#entries.length > keptEntries || this.#sizeBytes > keptBytes) {
      const [first] = this.#entries
      if (!first || this.#entries.length === 1) return
      this.#entries.shift()
      this.#sizeBytes -= sizeOf(first)
      if (first.kind === 'bytes') this.#cut[first.direction] = true
    }
  }
}

const sizeOf = (entry: TrafficEntry) => ('bytes' in entry ? entry.bytes.length : 0)

function join(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}

const records = new WeakMap<object, Traffic>()

/** The one record of a port, from its first opening on this page. */
export function trafficOf(port: object): Traffic {
  const known = records.get(port) ?? new Traffic()
  records.set(port, known)
  return known
}
