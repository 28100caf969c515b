/**
 * One hard deadline shared by all the waits of one exchange with the board: bytes that arrive do not
 * restart it. Knows nothing of the REPL.
 */
import { withDeadline } from '../async/deadline'
import type { ReadOptions } from '../serial/byte-reader'

/** Thrown when a step took too long although the whole exchange still has time. */
class StepTooLong extends Error {}

export class Deadline {
  readonly #endsAt: number

  /** Begins now; `onTimeout` makes the error of the wait that ran out. */
  constructor(
    timeoutMs: number,
    readonly onTimeout: () => Error,
    readonly signal?: AbortSignal,
  ) {
    this.#endsAt = performance.now() + timeoutMs
  }

  get leftMs(): number {
    return Math.max(0, this.#endsAt - performance.now())
  }

  /** What is left, in the words of a ByteReader. */
  get options(): ReadOptions {
    return { timeoutMs: this.leftMs, onTimeout: this.onTimeout, signal: this.signal }
  }

  race<T>(promise: Promise<T>): Promise<T> {
    return withDeadline(promise, this.leftMs, this.onTimeout, { signal: this.signal })
  }

  /** `step` with a shorter deadline; undefined if only that one ran out. */
  async attempt<T>(
    timeoutMs: number,
    step: (deadline: Deadline) => Promise<T>,
  ): Promise<T | undefined> {
    if (timeoutMs >= this.leftMs) return step(this)
    try {
      return await step(new Deadline(timeoutMs, () => new StepTooLong(), this.signal))
    } catch (error) {
      if (error instanceof StepTooLong) return undefined
      throw error
    }
  }
}
