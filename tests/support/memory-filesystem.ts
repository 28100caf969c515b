/**
 * A board's files in memory, behind the interface of real ones, with its refusals: what is missing, in the way,
 * too large, or a board that is gone. Tests look at `files` and set `failNext`.
 */
import { DeviceError } from '../../src/errors'
import type { BoardFile } from '../../src/micropython/board-file'
import { parentsOf } from '../../src/micropython/board-path'
import type {
  BoardFilesystem,
  FileActionOptions,
  ListedEntry,
  Listing,
  RunOptions,
} from '../../src/provision/board-files/board-filesystem'
import { decode, encode } from './bytes'

const blockBytes = 4096

export class MemoryFilesystem implements BoardFilesystem {
  way: 'repl' | 'bootloader' = 'repl'
  readonly files = new Map<string, Uint8Array>()
  readonly folders = new Set<string>()
  /** Names of the calls, in order: "write /a.py". */
  readonly calls: string[] = []
  closed: { restart: boolean } | undefined
  totalBytes = 64 * blockBytes
  #failure: { call: string; error: unknown } | undefined
  /** What a program prints, and how it ends. */
  program: (code: string, options: RunOptions) => Promise<void> = () => Promise.resolve()

  constructor(files: Record<string, string | Uint8Array> = {}) {
    for (const [path, content] of Object.entries(files)) {
      this.#put(path, typeof content === 'string' ? encode(content) : content)
    }
  }

  /** The next call of this name rejects with `error`. */
  failNext(call: string, error: unknown): void {
    this.#failure = { call, error }
  }

  get freeBytes(): number {
    const used = [...this.files.values()].map(
      ({ length }) => Math.max(1, Math.ceil(length / blockBytes)) * blockBytes,
    )
    return this.totalBytes - used.reduce((sum, bytes) => sum + bytes, 0)
  }

  list(): Promise<Listing> {
    return this.#act('list', () => {
      const files = [...this.files].map(([path, { length }]): ListedEntry => ({
        path,
        kind: 'file',
        sizeBytes: length,
      }))
      const folders = [...this.folders].map((path): ListedEntry => ({
        path,
        kind: 'directory',
        sizeBytes: 0,
      }))
      const entries = [...files, ...folders].sort((a, b) => (a.path < b.path ? -1 : 1))
      const { freeBytes, totalBytes } = this
      return { entries, freeBytes, totalBytes, freeHeapBytes: 21_000 }
    })
  }

  read(path: string, options: FileActionOptions = {}): Promise<Uint8Array> {
    return this.#act(`read ${path}`, () => {
      const bytes = this.files.get(path) ?? missing(path)
      options.onProgress?.(bytes.length, bytes.length)
      return bytes.slice()
    })
  }

  write(files: readonly BoardFile[]): Promise<void> {
    return this.#act(`write ${files.map(({ path }) => path).join(' ')}`, () => {
      for (const { path, bytes } of files) {
        if (this.folders.has(path)) throw new DeviceError('python-error', `${path} is a folder.`)
        if (bytes.length > this.freeBytes) throw new DeviceError('no-space', 'No room.')
        this.#put(path, bytes.slice())
      }
    })
  }

  makeDirectory(path: string): Promise<void> {
    return this.#act(`makeDirectory ${path}`, () => {
      for (const folder of [...parentsOf(path), path]) this.folders.add(folder)
    })
  }

  rename(from: string, to: string): Promise<void> {
    return this.#act(`rename ${from} ${to}`, () => {
      if (this.#has(to)) throw new DeviceError('file-exists', `${to} is there.`)
      if (!this.#has(from)) missing(from)
      for (const path of this.#under(from)) {
        const moved = to + path.slice(from.length)
        const bytes = this.files.get(path)
        this.#drop(path)
        if (bytes) this.#put(moved, bytes)
        else for (const folder of [...parentsOf(moved), moved]) this.folders.add(folder)
      }
    })
  }

  remove(paths: readonly string[]): Promise<void> {
    return this.#act(`remove ${paths.join(' ')}`, () => {
      for (const path of paths) {
        if (!this.#has(path)) missing(path)
        for (const below of this.#under(path)) this.#drop(below)
      }
    })
  }

  run? = (code: string, options: RunOptions): Promise<void> =>
    this.#act('run', () => this.program(code, options))

  ask? = (code: string): Promise<string> =>
    this.#act('ask', async () => {
      let printed = ''
      await this.program(code, { onOutput: (bytes) => void (printed += decode(bytes)) })
      return printed
    })

  close(options: { restart: boolean }): Promise<void> {
    this.closed ??= options
    return Promise.resolve()
  }

  #has = (path: string) => this.files.has(path) || this.folders.has(path)

  #under = (path: string) =>
    [...this.files.keys(), ...this.folders].filter(
      (one) => one === path || one.startsWith(`${path}/`),
    )

  #put(path: string, bytes: Uint8Array): void {
    for (const folder of parentsOf(path)) this.folders.add(folder)
    this.files.set(path, bytes)
  }

  #drop(path: string): void {
    this.files.delete(path)
    this.folders.delete(path)
  }

  async #act<T>(call: string, act: () => T | Promise<T>): Promise<T> {
    this.calls.push(call)
    await Promise.resolve()
    const failure = this.#failure
    if (failure && call.startsWith(failure.call)) {
      this.#failure = undefined
      throw failure.error
    }
    return act()
  }
}

function missing(path: string): never {
  throw new DeviceError('file-missing', `${path} is not there.`)
}
