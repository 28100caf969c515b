/**
 * Time for tests with MicroPython in its worker: it stands still while Python computes, and jumps to the next
 * timer as soon as Python waits (or does not run at all). So minutes cost nothing, and no wait depends on how
 * fast the machine is.
 */
import type { Program, ProgramFactory } from '../../src/virtual-board/chip/program'
import { VirtualClock, type Clock } from '../../src/virtual-board/clock'

/** How far the time goes on each time Python looks at the clock: a loop that never waits gets on, too. */
const lookMs = 0.5

export class IdleClock extends VirtualClock {
  readonly #busy = new Set<Program>()
  /** Those that wait with a timer. */
  readonly #waiting = new Set<Program>()
  /** What Python has computed meanwhile, in ms. */
  #workMs = 0
  #isPlanned = false
  #isStopped = false

  override after(ms: number, fn: () => void): () => void {
    const cancel = super.after(ms, fn)
    this.#plan()
    return cancel
  }

  /** Programs of `factory` hold time while they compute. */
  holding(factory: ProgramFactory): ProgramFactory {
    return () => {
      const program = factory()
      return {
        start: (context) => {
          this.#busy.add(program)
          program.start({ ...context, clock: this.#clockOf(program) })
        },
        receive: (bytes) => {
          if (!this.#waiting.has(program)) this.#busy.add(program) // it was at its prompt
          program.receive(bytes)
        },
        stop: () => {
          program.stop()
          this.#release(program)
        },
      }
    }
  }

  /** Python waits for what is typed, without a timer. */
  free(): void {
    this.#busy.clear()
    this.#plan()
  }

  stop(): void {
    this.#isStopped = true
  }

  /** Its timers are Python's waits. */
  #clockOf(program: Program): Clock {
    return {
      now: () => {
        this.#workMs += lookMs
        this.#plan()
        return this.now()
      },
      after: (ms, fn) => {
        const compute = () => {
          this.#waiting.delete(program)
          this.#busy.add(program)
        }
        const cancel = this.after(ms, () => {
          compute()
          fn()
        })
        this.#waiting.add(program)
        this.#release(program)
        return () => {
          cancel()
          compute()
        }
      },
    }
  }

  #release(program: Program): void {
    this.#busy.delete(program)
    this.#plan()
  }

  #plan(): void {
    if (this.#isPlanned || this.#isStopped) return
    this.#isPlanned = true
    setImmediate(() => this.#goOn())
  }

  /** To the next timer, not further: what it begins may make Python compute. */
  #goOn(): void {
    this.#isPlanned = false
    const workMs = this.#workMs
    this.#workMs = 0
    if (this.#isStopped) return
    if (this.#busy.size > 0) return this.advance(workMs)
    const nextMs = this.untilNext()
    if (nextMs === undefined) return
    this.advance(nextMs)
    this.#plan()
  }
}
