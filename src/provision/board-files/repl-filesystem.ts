/**
 * A board's files over its raw REPL. Small ones travel several to an exec, and each file is checked on the
 * board before it takes its name: micropython/files.ts. An interrupted program keeps its memory until
 * somebody needs it.
 */
import { Mutex } from '../../async/mutex'
import { DeviceError } from '../../errors'
import type { BoardFile } from '../../micropython/board-file'
import { boardPath, directoriesOf, temporaryPath, topmost } from '../../micropython/board-path'
import { listWithTimes, roomFor } from '../../micropython/file-listing'
import {
  makeDirectories,
  readFile,
  removeFile,
  removeTrees,
  renameFile,
  slowWorkTimeoutMs,
  syncFiles,
} from '../../micropython/files'
import type { Repl } from '../../micropython/repl'
import { withRoom } from '../update/with-room'
import type {
  BoardFilesystem,
  FileActionOptions,
  ListedEntry,
  Listing,
  RunOptions,
} from './board-filesystem'
import { checkRoom } from './room'

export class ReplFilesystem implements BoardFilesystem {
  readonly way = 'repl'
  /** An action may take several execs: no other one comes between them. */
  readonly #mutex = new Mutex()
  readonly #life = new AbortController()
  #closing: Promise<void> | undefined

  /** @param onClose gives the board back; called once */
  constructor(
    private readonly repl: Repl,
    private readonly onClose: (options: { restart: boolean }) => Promise<void>,
  ) {}

  list(options: FileActionOptions = {}): Promise<Listing> {
    return this.#actWithRoom(options, async (own) => {
      const listing = await listWithTimes(this.repl, own)
      const isLeftOver = ({ path, kind }: ListedEntry) => path === temporaryPath && kind === 'file'
      if (!listing.entries.some(isLeftOver)) return listing
      // Of a write that was cut off: no file of anybody's.
      await removeFile(this.repl, temporaryPath, own)
      return listWithTimes(this.repl, own)
    })
  }

  read(path: string, options: FileActionOptions = {}): Promise<Uint8Array> {
    return this.#actWithRoom(options, (own) => readFile(this.repl, path, own))
  }

  write(files: readonly BoardFile[], options: FileActionOptions = {}): Promise<void> {
    return this.#actWithRoom(options, async (own) => {
      await this.#checkRoom(files, own)
      await syncFiles(this.repl, files, own)
    })
  }

  makeDirectory(path: string, options: FileActionOptions = {}): Promise<void> {
    return this.#actWithRoom(options, (own) => makeDirectories(this.repl, path, own))
  }

  rename(from: string, to: string, options: FileActionOptions = {}): Promise<void> {
    return this.#actWithRoom(options, (own) => renameFile(this.repl, from, to, own))
  }

  remove(paths: readonly string[], options: FileActionOptions = {}): Promise<void> {
    return this.#actWithRoom(options, async (own) => {
      await removeTrees(this.repl, topmost(paths.map(boardPath)), own)
    })
  }

  run(code: string, options: RunOptions): Promise<void> {
    return this.#act(options, async ({ signal, onOutput, fresh }) => {
      if (fresh) await this.repl.softReset({ signal })
      await this.repl.stream(code, { signal, onOutput })
    })
  }

  ask(code: string, options: FileActionOptions = {}): Promise<string> {
    return this.#actWithRoom(options, ({ signal }) =>
      this.repl.exec(code, { signal, timeoutMs: slowWorkTimeoutMs }),
    )
  }

  close(options: { restart: boolean }): Promise<void> {
    this.#life.abort()
    return (this.#closing ??= this.onClose(options).catch(() => undefined))
  }

  async #checkRoom(files: readonly BoardFile[], options: FileActionOptions): Promise<void> {
    const own = files.map(({ path, bytes }) => ({ path: boardPath(path), bytes }))
    const paths = own.map(({ path }) => path)
    const asked = [...new Set([...paths, ...directoriesOf(paths)])]
    const { found, ...room } = await roomFor(this.repl, asked, options)
    const there = new Map(asked.map((path, index) => [path, found[index]]))
    const folder = paths.find((path) => there.get(path) === 'directory')
    if (folder) throw new DeviceError('file-exists', `${folder} is a folder.`)
    checkRoom(own, {
      ...room,
      sizeOf: (path) => {
        const size = there.get(path)
        return typeof size === 'number' ? size : undefined
      },
      hasDirectory: (path) => there.get(path) === 'directory',
    })
  }

  /** What may be done twice: without memory, once more on an empty heap. */
  #actWithRoom<T>(
    options: FileActionOptions,
    work: (options: FileActionOptions) => Promise<T>,
  ): Promise<T> {
    return this.#act(options, (own) => withRoom(this.repl, () => work(own), own.signal))
  }

  /** An action ends when its signal says so, and when all is closed. */
  #act<T, O extends { signal?: AbortSignal }>(
    options: O,
    work: (options: O & { signal: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    return this.#mutex.run(async () => {
      options.signal?.throwIfAborted()
      const abort = new AbortController()
      const cancel = () => abort.abort(options.signal?.aborted ? options.signal.reason : closed())
      const signals = [this.#life.signal, options.signal].filter((signal) => signal !== undefined)
      for (const signal of signals) signal.addEventListener('abort', cancel)
      try {
        if (this.#life.signal.aborted) throw closed()
        const { signal } = abort
        return await work({ ...options, signal })
      } finally {
        for (const signal of signals) signal.removeEventListener('abort', cancel)
      }
    })
  }
}

const closed = () => new DeviceError('port-lost', 'The files have been closed.')
