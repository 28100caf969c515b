/**
 * A board's files over its raw REPL. Small ones travel several to an exec, and each file is checked on the
 * board before it takes its name: micropython/files.ts. An interrupted program keeps its memory until
 * somebody needs it.
 */
import { Mutex } from '../../async/mutex'
import { DeviceError } from '../../errors'
import type { BoardFile } from '../../micropython/board-file'
import { boardPath, directoriesOf } from '../../micropython/board-path'
import { listWithTimes, roomFor } from '../../micropython/file-listing'
import {
  makeDirectories,
  readFile,
  removeFile,
  renameFile,
  syncFiles,
} from '../../micropython/files'
import type { Repl } from '../../micropython/repl'
import { temporaryPath } from '../../micropython/snippets'
import { withRoom } from '../update/with-room'
import type { BoardFilesystem, FileActionOptions, Listing, RunOptions } from './board-filesystem'
import { checkRoom } from './room'
import { topmost } from './topmost'

export class ReplFilesystem implements BoardFilesystem {
  readonly way = 'repl'
  /** An action may take several execs: no other one comes between them. */
  readonly #mutex = new Mutex()
  #closing: Promise<void> | undefined

  /** @param onClose gives the board back; called once */
  constructor(
    private readonly repl: Repl,
    private readonly onClose: (options: { restart: boolean }) => Promise<void>,
  ) {}

  list(options: FileActionOptions = {}): Promise<Listing> {
    return this.#act(options, async () => {
      const listing = await listWithTimes(this.repl, options)
      const isLeftOver = ({ path }: { path: string }) => path === temporaryPath
      if (!listing.entries.some(isLeftOver)) return listing
      // Of a write that was cut off: no file of anybody's.
      await removeFile(this.repl, temporaryPath, options)
      return listWithTimes(this.repl, options)
    })
  }

  read(path: string, options: FileActionOptions = {}): Promise<Uint8Array> {
    return this.#act(options, () => readFile(this.repl, path, options))
  }

  write(files: readonly BoardFile[], options: FileActionOptions = {}): Promise<void> {
    return this.#act(options, async () => {
      await this.#checkRoom(files, options)
      await syncFiles(this.repl, files, options)
    })
  }

  makeDirectory(path: string, options: FileActionOptions = {}): Promise<void> {
    return this.#act(options, () => makeDirectories(this.repl, path, options))
  }

  rename(from: string, to: string, options: FileActionOptions = {}): Promise<void> {
    return this.#act(options, () => renameFile(this.repl, from, to, options))
  }

  remove(paths: readonly string[], options: FileActionOptions = {}): Promise<void> {
    return this.#act(options, async () => {
      for (const path of topmost(paths.map(boardPath))) {
        await removeFile(this.repl, path, { ...options, recursive: true })
      }
    })
  }

  run(code: string, { signal, onOutput, fresh }: RunOptions): Promise<void> {
    return this.#act({ signal }, async () => {
      if (fresh) await this.repl.softReset({ signal })
      await this.repl.stream(code, { signal, onOutput })
    })
  }

  close(options: { restart: boolean }): Promise<void> {
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

  #act<T>({ signal }: { signal?: AbortSignal }, work: () => Promise<T>): Promise<T> {
    return this.#mutex.run(async () => {
      signal?.throwIfAborted()
      if (this.#closing) throw new DeviceError('port-lost', 'The files have been closed.')
      return withRoom(this.repl, work, signal)
    })
  }
}
