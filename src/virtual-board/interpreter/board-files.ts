/**
 * The board's files in Emscripten's filesystem, below one folder that Python sees as its root. Limits them to the
 * size of the flash, and reports changes, so that they can be written into flash.
 */
import type {
  EmscriptenFileSystem,
  EmscriptenStream,
} from '@micropython/micropython-webassembly-pyscript/micropython.mjs'
import { toChipErrno } from './errno-of-wasi'
import { fileBlocks, usedBlocks, type SizedEntry } from './littlefs-space'

/** Absolute paths on the board with their content, parents first; undefined for a directory. */
export type FileTree = [path: string, bytes: Uint8Array | undefined][]

/** Where Python's root directory lies. */
export const root = '/flash'

/** Of Emscripten's open flags. */
const O_CREAT = 64
const O_TRUNC = 512
const wasi = { EIO: 29, ENOSPC: 51 } as const

/** Blocks of a GENERIC image on a flash of 4 MB. */
const usualBlocks = 763

export class BoardFiles {
  #onChange: () => void = () => undefined
  #written = false

  constructor(
    private readonly fs: EmscriptenFileSystem,
    /** Blocks of the filesystem in flash. */
    private readonly totalBlocks = usualBlocks,
  ) {
    if (!fs.analyzePath(root).exists) fs.mkdir(root)
    this.#watch()
  }

  /** Adds files and directories. */
  put(files: FileTree): void {
    for (const [path, bytes] of files) {
      if (bytes) this.fs.writeFile(root + path, bytes)
      else if (!this.has(path)) this.fs.mkdir(root + path)
    }
  }

  has(path: string): boolean {
    return this.fs.analyzePath(root + path).exists
  }

  /** Every file and directory, with copies of the content. */
  take(): FileTree {
    return this.#entries().map(({ path, isFolder }) => [
      path,
      isFolder ? undefined : this.fs.readFile(root + path).slice(),
    ])
  }

  /** Calls `listener` after each complete change: a closed file, a rename, a removal, a new folder. */
  onChange(listener: () => void): void {
    this.#onChange = listener
  }

  /** Reports what was written since the last report: a file was closed or flushed. Returns 0, for Emscripten. */
  reportWritten(): number {
    const complete = this.#written
    this.#written = false // before the report: a listener that reads the files closes them again
    if (complete) this.#onChange()
    return 0
  }

  /** The JavaScript module `_files` behind modules/os.py. Nothing here may throw. */
  readonly module = {
    rename: (from: string, to: string): number => {
      try {
        this.fs.rename(root + from, root + to)
        return 0
      } catch (error) {
        return -toChipErrno(Number((error as { errno?: number }).errno ?? wasi.EIO))
      }
    },
    total_blocks: (): number => this.totalBlocks,
    free_blocks: (): number => Math.max(0, this.#freeBlocks()),
  }

  #watch(): void {
    const { fs } = this
    for (const name of ['rename', 'unlink', 'rmdir'] as const) {
      this.#after(name, () => this.#onChange())
    }
    const mkdir = fs.mkdir.bind(fs)
    fs.mkdir = (path, mode) => {
      this.#checkRoomForEntry()
      mkdir(path, mode)
      this.#onChange()
    }
    const write = fs.write.bind(fs)
    fs.write = (stream, buffer, offset, length, position, canOwn) => {
      if (stream.tty) return write(stream, buffer, offset, length, position, canOwn)
      this.#checkSpace(stream, length, position)
      this.#written = true
      return write(stream, buffer, offset, length, position, canOwn)
    }
    const open = fs.open.bind(fs)
    fs.open = (path, flags, mode) => {
      if (Number(flags) & O_CREAT && !fs.analyzePath(path).exists) this.#checkRoomForEntry()
      const stream = open(path, flags, mode)
      if (Number(flags) & O_TRUNC) this.#written = true
      stream.stream_ops = { ...stream.stream_ops, fsync: () => this.reportWritten() }
      return stream
    }
    this.#after('close', () => this.reportWritten())
  }

  #after(name: 'rename' | 'unlink' | 'rmdir' | 'close', done: () => void): void {
    const calls = this.fs as unknown as Record<string, (...args: unknown[]) => unknown>
    const original = calls[name]?.bind(this.fs)
    calls[name] = (...args) => {
      const result = original?.(...args)
      done()
      return result
    }
  }

  /** @throws ErrnoError ENOSPC, which Python sees as OSError 28 */
  #checkSpace({ node, position: current }: EmscriptenStream, length: number, position?: number) {
    const has = node.usedBytes ?? 0
    const needs = Math.max(has, (position ?? current) + length)
    if (needs === has || (fileBlocks(has) > 0 && fileBlocks(has) === fileBlocks(needs))) return
    const more = fileBlocks(needs) - fileBlocks(has)
    if (more > this.#freeBlocks() || this.#freeBlocks() < 0)
      throw new this.fs.ErrnoError(wasi.ENOSPC)
  }

  /** A new entry may need a new pair of metadata blocks. */
  #checkRoomForEntry(): void {
    if (this.#freeBlocks() < 2) throw new this.fs.ErrnoError(wasi.ENOSPC)
  }

  #freeBlocks(): number {
    return this.totalBlocks - usedBlocks(this.#entries())
  }

  /** Every file and directory, parents first. */
  #entries(folder = ''): SizedEntry[] {
    const names = this.fs.readdir(root + folder).filter((name) => name !== '.' && name !== '..')
    return names.sort().flatMap((name): SizedEntry[] => {
      const path = `${folder}/${name}`
      const { mode, size } = this.fs.stat(root + path)
      const isFolder = this.fs.isDir(mode)
      const entry = { path, isFolder, sizeBytes: isFolder ? 0 : size }
      return isFolder ? [entry, ...this.#entries(path)] : [entry]
    })
  }
}
