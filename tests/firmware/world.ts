/**
 * A small world for the portal under test: a clock that only moves when Python waits, a radio whose
 * answers are scripted, and phones that speak TCP and UDP. It is the host behind the stand-in modules
 * (src/virtual-board/interpreter/host-calls.ts); nothing here waits in real time.
 */
import {
  errno,
  type HostReply,
  type HostRequest,
} from '../../src/virtual-board/interpreter/host-calls'
import { WorldConsole } from './world-console'
import { Network } from './world-network'
import { ScriptedRadio } from './world-radio'

/** A story told to the world: yields conditions and goes on when one holds (or after some ms). */
export type Story = Generator<number | (() => boolean), void, void>

/** Nothing the portal does takes longer; a story that is not over by then has got stuck. */
const END_OF_TIME_MS = 3_600_000

export class World {
  nowMs = 0
  /** Days in which nothing happens, by the board's ticks only. */
  skipMs = 0
  /** `machine.reset_cause()`: 0 after power-on, 4 after machine.reset(), 6 after the reset pin. */
  resetCause = 0
  /** The board's clock when it starts, in seconds since 2000: it does not know better. */
  bootSeconds = 0
  readonly pins = new Map<number, number>()
  /** Whatever the board sets a pin to. */
  readonly pinChanges: { atMs: number; pin: number; value: number }[] = []
  /** The longest time for which the board did not look at a pin that it watches. */
  longestLookAwayMs = 0
  #lookedAtMs: number | undefined
  readonly network = new Network()
  readonly console = new WorldConsole(
    () => this.interrupt(),
    () => this.fail(new Error('Python reads from a console that is silent.')),
  )
  readonly radio = new ScriptedRadio(() => this.nowMs)
  /** Ends a program that would go on for ever; set by whoever starts Python. */
  interrupt = () => {}
  /** Takes what Python writes to the console as it is, beside what it prints; set by whoever starts Python. */
  transmit: (bytes: Uint8Array) => void = () => {}
  /** The first thing that went wrong on the world's side, such as a failed expectation of a story. */
  failure: unknown
  readonly fail = (error: unknown) => {
    this.failure ??= error
    this.interrupt()
  }
  /** Called whenever Python waits. */
  onWait = () => {}
  #stories: { story: Story; ready: () => boolean }[] = []
  #events: { dueMs: number; run: () => void }[] = []

  /** When the last program ended, on the board's clock. */
  lastRunMs = 0

  /** The power is gone: sockets, stories and everything planned with it. */
  reboot(): void {
    this.lastRunMs = this.nowMs
    this.#stories = []
    this.#events = []
    this.network.closeAll()
  }

  /** Runs a story beside the program. */
  play(story: () => Story): void {
    this.#stories.push({ story: story(), ready: () => true })
  }

  /** To be called when the program has ended: the stories should have, too. */
  checkStories(): void {
    this.#tellStories()
    if (this.#stories.length) this.fail(new Error('A story has not come to its end.'))
  }

  at(dueMs: number, run: () => void): void {
    this.#events.push({ dueMs, run })
    this.#events.sort((a, b) => a.dueMs - b.dueMs)
  }

  readonly host = (request: HostRequest): HostReply => {
    const { op, args } = request
    switch (op) {
      case 'sleep':
        this.#advanceTo(this.nowMs + Number(args[0]), () => false)
        return 0
      case 'ticks_ms':
        return Math.floor(this.nowMs + this.skipMs) % 2 ** 30
      case 'ticks_us':
        return Math.floor(this.nowMs * 1000) % 2 ** 30
      case 'time':
        return this.bootSeconds + Math.floor(this.nowMs / 1000)
      case 'poll':
        return this.#poll(request.data, Number(args[1]))
      case 'info':
        return args[0] === 'reset_cause' ? this.resetCause : -errno.EINVAL
      case 'pull':
        return 0
      case 'kbd_intr':
        this.console.interruptCharacter = Number(args[0])
        return 0
      case 'write':
        this.transmit(request.data)
        return 0
      case 'pin':
        return this.#pin(Number(args[0]), args[1])
      default:
        if (op.startsWith('wlan.')) return this.radio.answer(request)
        return this.#patiently(request, this.network.answer(request) ?? -errno.EINVAL)
    }
  }

  /** A call that does not say "do not wait" costs time here, as it does on the chip. */
  #patiently({ op, args }: HostRequest, reply: HostReply): HostReply {
    const notYet = reply === -errno.EAGAIN || reply === -errno.EINPROGRESS
    const waits = notYet && op !== 'sendto' && Number(args.at(-1)) !== 0
    const asks = op === 'resolve' && !/^[\d.]+$/.test(String(args[0]))
    if (waits || asks) this.#advanceTo(this.nowMs + 10_000, () => false)
    return reply
  }

  #pin(pin: number, value: unknown): HostReply {
    if (value !== undefined) {
      this.pins.set(pin, Number(value))
      this.pinChanges.push({ atMs: this.nowMs, pin, value: Number(value) })
    } else {
      const sinceMs = this.nowMs - (this.#lookedAtMs ?? this.nowMs)
      this.longestLookAwayMs = Math.max(this.longestLookAwayMs, sinceMs)
      this.#lookedAtMs = this.nowMs
    }
    return this.pins.get(pin) ?? 1
  }

  #poll(entries: Uint8Array, timeoutMs: number): HostReply {
    const endMs = timeoutMs < 0 ? Infinity : this.nowMs + timeoutMs
    const look = () => {
      const came = this.network.ready(entries)
      return this.console.ready(entries) || came
    }
    this.#advanceTo(endMs, look)
    look()
    return entries
  }

  /** Moves the clock from event to event until `done` or the end. Every call takes a little time. */
  #advanceTo(endMs: number, done: () => boolean): void {
    this.nowMs += 0.25
    this.onWait()
    for (;;) {
      this.#tellStories()
      if (done()) return
      const nextMs = Math.min(endMs, this.#events[0]?.dueMs ?? Infinity, END_OF_TIME_MS)
      this.nowMs = Math.max(this.nowMs, nextMs)
      const due = this.#events.filter((event) => event.dueMs <= this.nowMs)
      this.#events = this.#events.filter((event) => event.dueMs > this.nowMs)
      due.forEach((event) => event.run())
      if (this.nowMs >= END_OF_TIME_MS) this.fail(new Error('Nothing happens any more.'))
      if (this.nowMs >= endMs || this.nowMs >= END_OF_TIME_MS) return this.#tellStories()
    }
  }

  #tellStories(): void {
    for (const entry of [...this.#stories]) {
      while (entry.ready()) {
        const { done, value } = entry.story.next()
        if (done) {
          this.#stories = this.#stories.filter((other) => other !== entry)
          break
        }
        entry.ready = typeof value === 'function' ? value : this.#after(Number(value))
      }
    }
  }

  #after(ms: number): () => boolean {
    const dueMs = this.nowMs + ms
    this.at(dueMs, () => {})
    return () => this.nowMs >= dueMs
  }
}
