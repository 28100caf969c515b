/**
 * Time of a virtual board. Everything in `virtual-board/` that waits, paces or times out uses a `Clock`, so that
 * tests need not wait.
 */
export interface Clock {
  /** Milliseconds since the board was made. */
  now(): number
  /** Calls `fn` once after `ms` milliseconds; returns a function that cancels it. */
  after(ms: number, fn: () => void): () => void
}

/** @param speed how many times as fast as the time of the machine */
export const realClock = (speed = 1): Clock => {
  const start = performance.now()
  return {
    now: () => (performance.now() - start) * speed,
    after: (ms, fn) => {
      const timer = setTimeout(fn, ms / speed)
      return () => clearTimeout(timer)
    },
  }
}

/** A clock that a test moves by hand. Timers run in order of their due time, within `advance`. */
export class VirtualClock implements Clock {
  #now = 0
  #timers: { due: number; fn: () => void }[] = []

  now(): number {
    return this.#now
  }

  after(ms: number, fn: () => void): () => void {
    const timer = { due: this.#now + ms, fn }
    this.#timers.push(timer)
    this.#timers.sort((a, b) => a.due - b.due)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** How long until the next timer, in ms; undefined if none is set. */
  untilNext(): number | undefined {
    const next = this.#timers[0]
    return next && Math.max(0, next.due - this.#now)
  }

  advance(ms: number): void {
    const end = this.#now + ms
    for (let next = this.#timers[0]; next && next.due <= end; next = this.#timers[0]) {
      this.#timers.shift()
      this.#now = Math.max(this.#now, next.due)
      next.fn()
    }
    this.#now = end
  }
}
