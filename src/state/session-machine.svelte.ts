/**
 * The state of a Session, the connection that owns the port, and how an operation ends: with success,
 * cancelled, failed, or too late to matter. Knows none of the operations.
 */
import { delay } from '../async/deadline'
import { asDeviceError, isAbort, type DeviceError } from '../errors'
import type { BoardNow } from '../micropython/board-now'
import type { JobOptions, Progress } from '../provision/progress'
import { Connection } from './connection'
import {
  identityOf,
  isOver,
  isWorking,
  isInPlace,
  phaseOf,
  updateOf,
  withProgress,
  type SessionState,
} from './session-state'

const cancelTimeoutMs = 5000

export class SessionMachine {
  #state = $state.raw<SessionState>({ at: 'disconnected' })
  #connection = new Connection()
  /** Settles when earlier connections are released; the next one waits for it, or its port would be busy. */
  #released: Promise<unknown> = Promise.resolve()

  get state(): SessionState {
    return this.#state
  }

  get connection(): Connection {
    return this.#connection
  }

  get released(): Promise<unknown> {
    return this.#released
  }

  /** Ends what was and begins anew. */
  begin(state: SessionState): Connection {
    this.finish(this.#connection, state)
    this.#connection = new Connection()
    return this.#connection
  }

  move(connection: Connection, state: SessionState): void {
    if (this.#isCurrent(connection)) this.#state = state
    else void connection.end()
  }

  /** From here on the end of the link ends the session. */
  run(connection: Connection, state: SessionState & { at: 'running' }): void {
    connection.onEnd(() => state.link.close())
    void state.link.ended.then((error) => {
      if (error) this.fail(connection, asDeviceError(error, 'port-lost'))
    })
    this.move(connection, state)
  }

  /** What the board of a running session does, by its own messages; whether its files are open. */
  note(connection: Connection, news: { now?: BoardNow; filesOpen?: true }): void {
    const state = this.#state
    if (!this.#isCurrent(connection)) return
    if (state.at === 'running' || state.at === 'ready') this.#state = { ...state, ...news }
  }

  options(connection: Connection): JobOptions {
    const onProgress = (progress: Progress) => {
      if (this.#isCurrent(connection)) this.#state = withProgress(this.#state, progress)
    }
    return { signal: connection.signal, onProgress }
  }

  /** Runs a piece of work and turns its end, if it is not a success, into a state. */
  async guard(connection: Connection, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!this.#isCurrent(connection)) return void connection.end()
      if (isAbort(error)) return this.finish(connection, this.#interrupted())
      const failure = asDeviceError(error)
      if (failure.code !== 'no-port-selected') return this.fail(connection, failure)
      this.finish(connection, { at: 'disconnected', interruption: { why: 'nothing-chosen' } })
    }
  }

  /** Stops what is going on; the state follows as soon as the board has been released. */
  cancel(): void {
    const state = this.#state
    if (!isWorking(state)) return
    const connection = this.#connection
    this.#state = { ...state, cancelling: true }
    connection.cancel()
    // An operation that ignores its signal must not keep the page waiting.
    void delay(cancelTimeoutMs).then(() => {
      if (this.#isCurrent(connection)) this.finish(connection, this.#interrupted())
    })
  }

  fail(connection: Connection, error: DeviceError): void {
    const state = this.#state
    if (!this.#isCurrent(connection) || !('kind' in state) || isOver(state)) return
    if (state.at === 'running' && error.code === 'port-lost') {
      return this.finish(connection, { ...state, at: 'unplugged', filesOpen: undefined })
    }
    this.finish(connection, {
      at: 'failed',
      kind: state.kind,
      error,
      during: state.at,
      phase: phaseOf(state),
      inPlace: isInPlace(state),
      update: updateOf(state),
      identity: identityOf(state),
      ...('link' in state && { link: state.link, now: state.now }),
    })
  }

  /** Ends a connection; its port is free once `released` resolves. */
  finish(connection: Connection, state: SessionState): void {
    this.#state = state
    const both = [this.#released, connection.end()]
    // Without its value, which would keep those of all connections before.
    this.#released = Promise.all(both).then(() => undefined)
  }

  /** False for a connection that has ended: its late results must be released. */
  #isCurrent(connection: Connection): boolean {
    return connection === this.#connection && !connection.ended
  }

  #interrupted(): SessionState {
    const phase = phaseOf(this.#state)
    const update = this.#state.at === 'changing' ? 'wifi' : updateOf(this.#state)
    return { at: 'disconnected', interruption: phase && { why: 'cancelled', phase, update } }
  }
}
