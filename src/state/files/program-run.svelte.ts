/** A program that runs on the board while its files are open: how it is, and what it left behind. */
import { PythonError, type Traceback } from '../../micropython/traceback'
import type { FileActionOptions } from '../../provision/board-files/board-filesystem'
import type { Desk } from './desk'

export type RunState =
  | { is: 'running'; stopping?: boolean }
  | { is: 'done' | 'stopped' }
  | { is: 'raised'; traceback: Traceback }

export interface RunRequest {
  code: string
  /** The file that it is, or a part of it. */
  path: string
  /** Of the file, where `code` begins; 1-based. */
  firstLine: number
  /** The board has it otherwise. */
  unsaved?: boolean
}

/** Takes what a program prints. */
export interface Output {
  begin(): void
  push(bytes: Uint8Array): void
}

export class ProgramRun {
  state = $state.raw<RunState>()
  request = $state.raw<RunRequest>()
  /** Bytes that were free when it had ended; undefined until then, and where the board does not tell. */
  left = $state.raw<{ memory: number; space: number }>()

  constructor(
    private readonly desk: Desk,
    private readonly output: Output,
  ) {}

  /** From an empty heap, so that what ran before leaves it room. Nothing else is done with the files meanwhile. */
  async start(request: RunRequest): Promise<void> {
    const { filesystem, work } = this.desk
    if (!filesystem.run || work.job) return
    this.request = request
    this.state = { is: 'running' }
    this.left = undefined
    this.desk.notice = undefined
    this.output.begin()
    const onOutput = (bytes: Uint8Array) => this.output.push(bytes)
    await work.do('running', async ({ signal }) => {
      try {
        await filesystem.run?.(request.code, { signal, onOutput, fresh: true })
        this.state = { is: 'done' }
      } catch (error) {
        this.state = endOf(error)
        if (this.state.is !== 'raised') throw error
      }
    })
    const { problem } = work
    if (work.isLost) return
    await work.do('listing', (options) => this.#look(options))
    // Why the run failed is not settled by a list that can be read.
    work.problem ??= problem
  }

  async #look(options: FileActionOptions): Promise<void> {
    await this.desk.refresh(options)
    const { freeHeapBytes, freeBytes } = this.desk.listing ?? {}
    if (freeHeapBytes !== undefined && freeBytes !== undefined)
      this.left = { memory: freeHeapBytes, space: freeBytes }
  }

  stop(): void {
    if (this.state?.is !== 'running') return
    this.state = { is: 'running', stopping: true }
    this.desk.work.cancel()
  }
}

const endOf = (error: unknown): RunState =>
  error instanceof PythonError ? { is: 'raised', traceback: error.traceback } : { is: 'stopped' }

/** Where a frame of a traceback is: in what was run, or in a file that it imported. */
export const placeOf = (
  { path, firstLine }: RunRequest,
  frame: { file: string; line: number },
): { file: string; line: number } =>
  frame.file === '<stdin>'
    ? { file: path, line: frame.line + firstLine - 1 }
    : { file: frame.file, line: frame.line }
