/**
 * The machinery under a Session: its state, the attempt that owns the port, and how a piece of work
 * ends: well, cancelled, failed, or too late to matter. Knows no verb of the page.
 */
import { delay } from '../async/deadline'
import { asDeviceError, isAbort, type DeviceError } from '../errors'
import type { BoardNow } from '../micropython/board-now'
import type { JobOptions, Progress } from '../provision/progress'
import { Attempt } from './attempt'
import {
  identityOf,
  isOver,
  isWorking,
  phaseOf,
  updateOf,
  withProgress,
  type SessionState,
} from './session-state'

const cancelTimeoutMs = 5000

export class SessionMachine {
  #state = $state.raw<SessionState>({ at: 'disconnected' })
  #attempt = new Attempt()
  /** The release of earlier attempts: the next one waits for it, or it would find its port busy. */
  #released: Promise<unknown> = Promise.resolve()

  get state(): SessionState {
    return this.#state
  }

  get attempt(): Attempt {
    return this.#attempt
  }

  get released(): Promise<unknown> {
    return this.#released
  }

  /** Ends what was and begins anew. */
  begin(state: SessionState): Attempt {
    this.finish(this.#attempt, state)
    this.#attempt = new Attempt()
    return this.#attempt
  }

  move(attempt: Attempt, state: SessionState): void {
    if (this.#holds(attempt)) this.#state = state
    else void attempt.end()
  }

  /** From here on the link's end is the session's. */
  run(attempt: Attempt, state: SessionState & { at: 'running' }): void {
    attempt.holds(() => state.link.close())
    void state.link.ended.then((error) => {
      if (error) this.fail(attempt, asDeviceError(error, 'port-lost'))
    })
    this.move(attempt, state)
  }

  /** What the board of a running session says that it does. */
  see(attempt: Attempt, now: BoardNow): void {
    const state = this.#state
    if (this.#holds(attempt) && state.at === 'running') this.#state = { ...state, now }
  }

  options(attempt: Attempt): JobOptions {
    const onProgress = (progress: Progress) => {
      if (this.#holds(attempt)) this.#state = withProgress(this.#state, progress)
    }
    return { signal: attempt.signal, onProgress }
  }

  /** Runs a piece of work and turns its end, if it is not a success, into a state. */
  async guard(attempt: Attempt, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!this.#holds(attempt)) return void attempt.end()
      if (isAbort(error)) return this.finish(attempt, this.#interrupted())
      const failure = asDeviceError(error)
      if (failure.code !== 'no-port-selected') return this.fail(attempt, failure)
      this.finish(attempt, { at: 'disconnected', interruption: { why: 'nothing-chosen' } })
    }
  }

  /** Stops what is going on; the state follows as soon as the board has been let go. */
  cancel(): void {
    const state = this.#state
    if (!isWorking(state)) return
    const attempt = this.#attempt
    this.#state = { ...state, cancelling: true }
    attempt.cancel()
    // Whoever does not hear of a cancel must not keep the page waiting.
    void delay(cancelTimeoutMs).then(() => {
      if (this.#holds(attempt)) this.finish(attempt, this.#interrupted())
    })
  }

  fail(attempt: Attempt, error: DeviceError): void {
    const state = this.#state
    if (!this.#holds(attempt) || !('kind' in state) || isOver(state)) return
    if (state.at === 'running' && error.code === 'port-lost') {
      return this.finish(attempt, { ...state, at: 'unplugged' })
    }
    this.finish(attempt, {
      at: 'failed',
      kind: state.kind,
      error,
      during: state.at,
      phase: phaseOf(state),
      update: updateOf(state),
      identity: identityOf(state),
      ...(state.at === 'running' && { link: state.link, now: state.now }),
    })
  }

  /** Ends an attempt; its port is free once `released` resolves. */
  finish(attempt: Attempt, state: SessionState): void {
    this.#state = state
    const both = [this.#released, attempt.end()]
    // Without its value, which would hold those of all attempts before.
    this.#released = Promise.all(both).then(() => undefined)
  }

  /** False for an attempt that is over: what it still brings must be let go of. */
  #holds(attempt: Attempt): boolean {
    return attempt === this.#attempt && !attempt.over
  }

  #interrupted(): SessionState {
    const phase = phaseOf(this.#state)
    const update = updateOf(this.#state)
    return { at: 'disconnected', interruption: phase && { why: 'cancelled', phase, update } }
  }
}
