/**
 * One direction of the air between a phone and whoever it talks to: what is carried arrives in order, a little
 * later, and not before the receiver hears it.
 */
import type { Clock } from '../clock'

/** One way, in ms, and from one segment to the next: what phones see close to an ESP8266. */
const latencyMs = 3
const airtimeMs = 1

export class Lane {
  readonly #clock: Clock
  readonly #hearsFromMs: () => number
  #queue: { dueMs: number; arrive: () => void }[] = []
  #cancel: (() => void) | undefined
  #lastMs = 0
  #isCut = false

  /** @param hearsFromMs  when the receiver hears next, on the clock; anything up to now means that it does */
  constructor(clock: Clock, hearsFromMs: () => number) {
    this.#clock = clock
    this.#hearsFromMs = hearsFromMs
  }

  carry(arrive: () => void): void {
    if (this.#isCut) return
    this.#lastMs = Math.max(this.#clock.now() + latencyMs, this.#lastMs + airtimeMs)
    this.#queue.push({ dueMs: this.#lastMs, arrive })
    this.#schedule()
  }

  /** What is under way is lost, and what is carried later, too. */
  cut(): void {
    this.#isCut = true
    this.#queue = []
    this.#cancel?.()
  }

  #schedule(): void {
    const next = this.#queue[0]
    if (this.#cancel || !next) return
    const now = this.#clock.now()
    const waitMs = Math.max(next.dueMs, this.#hearsFromMs()) - now
    this.#cancel = this.#clock.after(Math.max(0, waitMs), () => this.#deliver())
  }

  #deliver(): void {
    this.#cancel = undefined
    const isHeard = this.#hearsFromMs() <= this.#clock.now()
    if (isHeard) this.#queue.shift()?.arrive()
    this.#schedule()
  }
}
