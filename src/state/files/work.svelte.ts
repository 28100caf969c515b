/** What is being done with a board's files: one thing at a time, how far it has got, and why it failed. */
import { asDeviceError, isAbort, type DeviceError, type DeviceErrorCode } from '../../errors'
import type { FileActionOptions } from '../../provision/board-files/board-filesystem'

export type WorkKind =
  | 'opening'
  | 'listing'
  | 'reading'
  | 'writing'
  | 'deleting'
  | 'moving'
  | 'compiling'
  | 'packing'
  /** A program, until it ends by itself or is stopped. */
  | 'running'

export interface Job {
  kind: WorkKind
  /** 0 to 1; undefined while nothing is known of it. */
  share?: number
  cancelling?: boolean
}

/** After these nothing can be asked of the board until its files are opened anew. */
const endings: DeviceErrorCode[] = [
  'port-lost',
  'port-timeout',
  'repl-silent',
  'no-answer',
  'no-sync',
]

/** Cancelled, or the board is lost: nothing else can be done instead. */
export const endsWork = (error: unknown): boolean =>
  isAbort(error) || endings.includes(asDeviceError(error).code)

export class Work {
  job = $state.raw<Job>()
  problem = $state.raw<DeviceError>()
  /** The board does not answer any more. */
  isLost = $state(false)
  #abort: AbortController | undefined

  /**
   * Undefined if it failed, which `problem` says, was cancelled, or something else is being done. What asks for
   * confirmation asks before.
   */
  async do<T>(
    kind: WorkKind,
    act: (options: FileActionOptions) => Promise<T>,
  ): Promise<T | undefined> {
    if (this.job) return undefined
    const abort = (this.#abort = new AbortController())
    this.job = { kind }
    this.problem = undefined
    const onProgress = (done: number, total: number) => {
      if (this.job && total > 0) this.job = { ...this.job, share: Math.min(1, done / total) }
    }
    try {
      return await act({ signal: abort.signal, onProgress })
    } catch (error) {
      if (!isAbort(error)) this.fail(asDeviceError(error))
      return undefined
    } finally {
      this.job = undefined
    }
  }

  /** The next part of what is being done. */
  now(kind: WorkKind): void {
    if (this.job && this.job.kind !== kind) this.job = { ...this.job, kind, share: undefined }
  }

  cancel(): void {
    if (this.job) this.job = { ...this.job, cancelling: true }
    this.#abort?.abort()
  }

  fail(error: DeviceError): void {
    this.problem = error
    if (endings.includes(error.code)) this.isLost = true
  }
}
