/** One board of a batch: what is known and stored of it, and what is being done with it. */
import { afterAbort } from '../../async/after-abort'
import type { Progress } from '../../provision/progress'
import { Connection } from '../connection'
import type { LostThing, StoredRow, UntouchedResult } from './stored-batch'

/** An operation that ignores its signal must not keep a place. */
const stopTimeoutMs = 5000

export type RowNow =
  /** Its result says how things stand. */
  | { at: 'rest' }
  /** Others are worked on first. */
  | { at: 'waiting' }
  | { at: 'working'; progress?: Progress; stopping?: true }

export class BatchRow {
  /** A row that has no result yet is not stored. */
  stored = $state.raw<Omit<StoredRow, 'result'> & Partial<Pick<StoredRow, 'result'>>>({ id: '' })
  now = $state.raw<RowNow>({ at: 'rest' })
  isPlugged = $state(false)
  /** Asked for by a person: the next time that it is plugged in. */
  isAwaited = $state(false)
  /** It was ready already when it came again, and was left alone. */
  isRecognised = $state(false)
  /** Where it is plugged in, or was until now: of boards that have gone nothing is held. */
  port: SerialPort | undefined
  /** What may be lost, by a person's word. */
  agreed: readonly LostThing[] = []
  /** All that would be lost, also what the result of this moment only counts. */
  #toLose: { things: readonly LostThing[]; result: UntouchedResult } | undefined
  #connection: Connection | undefined
  #ended: Promise<unknown> = Promise.resolve()

  constructor(stored: BatchRow['stored']) {
    this.stored = stored
  }

  get isWorking(): boolean {
    return this.now.at !== 'rest'
  }

  get isDone(): boolean {
    return this.stored.result?.is === 'done'
  }

  /** Resolves when nothing is done with it any more. */
  get ended(): Promise<unknown> {
    return this.#ended
  }

  /** Runs `work` with a connection of its own, and ends it. Rejects as `work`, or soon after it was stopped. */
  async work<T>(port: SerialPort, work: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = new Connection()
    this.take(port, connection)
    connection.watch(port, () => undefined)
    try {
      return await inTime(work(connection), connection.signal)
    } finally {
      void connection.end()
    }
  }

  /** From another row that turned out to be the same board. */
  takeOver({ port, now, ended }: BatchRow, connection: Connection): void {
    if (port) this.take(port, connection)
    this.now = now
    this.#ended = ended
  }

  private take(port: SerialPort, connection: Connection): void {
    this.port = port
    this.isPlugged = true
    this.isRecognised = false
    this.#connection = connection
  }

  endsWith(ended: Promise<unknown>): void {
    this.#ended = ended.catch(() => undefined)
  }

  /** What it is doing is stopped; its result follows. */
  stop(): void {
    if (this.now.at === 'working') this.now = { ...this.now, stopping: true }
    this.#connection?.cancel()
  }

  report(progress: Progress): void {
    if (this.now.at === 'working') this.now = { ...this.now, progress }
  }

  rest(change: Partial<StoredRow> = {}): void {
    this.stored = { ...this.stored, ...change }
    this.now = { at: 'rest' }
    this.#connection = undefined
    if (!this.isPlugged) this.port = undefined
  }

  /** It was not touched, because of `things`. */
  leaves(things: readonly LostThing[], result: UntouchedResult): void {
    this.#toLose = { things, result }
    this.rest({ result })
  }

  /** What the row tells may be lost, also what it only counts; after a reload of the page, what it names. */
  agree(): void {
    const { result } = this.stored
    if (result?.is !== 'untouched') return
    const toLose = this.#toLose
    this.agreed = toLose?.result.atMs === result.atMs ? toLose.things : result.lost
  }

  /** Its cable was pulled out. */
  unplugged(): void {
    this.isPlugged = false
    if (!this.isWorking) this.port = undefined
  }
}

/** `job`, or the reason of `signal` where it does not end by itself. */
function inTime<T>(job: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = afterAbort(signal, stopTimeoutMs, () => reject(signal.reason))
    void job.then(resolve, reject).then(() => late.stop())
  })
}
