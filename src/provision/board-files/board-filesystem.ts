/**
 * The files of one board, to be listed, read and changed one action at a time, whatever the way to them: the
 * REPL where MicroPython answers (repl-filesystem.ts), else the bootloader (bootloader-filesystem.ts). Paths
 * are absolute ("/lib/x.py"), sizes in bytes. Actions take turns; each ends within a hard deadline, and rejects
 * with a DeviceError: `file-missing`, `no-space`, `upload-corrupt`, `repl-silent`, `port-lost`, …
 */
import type { BoardFile } from '../../micropython/board-file'

export interface FileActionOptions {
  signal?: AbortSignal
  /** Bytes done, and of how many. */
  onProgress?: (doneBytes: number, totalBytes: number) => void
}

export interface ListedEntry {
  path: string
  kind: 'file' | 'directory'
  /** 0 for directories */
  sizeBytes: number
  /** As the board's clock had it; undefined where that clock was never set (before 2020). */
  modified?: Date
}

export interface Listing {
  /** Sorted by path, the root not among them. */
  entries: readonly ListedEntry[]
  freeBytes: number
  totalBytes: number
  /** Of Python's heap after a collection; undefined through the bootloader. */
  freeHeapBytes?: number
}

export interface RunOptions {
  /** Stops the program with Ctrl-C; `run` then rejects with the signal's reason. */
  signal?: AbortSignal
  /** What the program prints, as it comes. */
  onOutput: (bytes: Uint8Array) => void
  /** First empties Python's heap, where the interrupted program and earlier runs are. */
  fresh?: boolean
}

export interface BoardFilesystem {
  readonly way: 'repl' | 'bootloader'
  list(options?: FileActionOptions): Promise<Listing>
  read(path: string, options?: FileActionOptions): Promise<Uint8Array>
  /**
   * Each file is the old or the new one whatever happens, never half: written beside the old one, its SHA-256
   * read back from flash, then renamed. Directories above it are made. Files before one that fails are new.
   */
  write(files: readonly BoardFile[], options?: FileActionOptions): Promise<void>
  /** And what is above it. */
  makeDirectory(path: string, options?: FileActionOptions): Promise<void>
  /** Also into another directory, which is made if need be. Refuses with `file-exists` where something of the name is. */
  rename(from: string, to: string, options?: FileActionOptions): Promise<void>
  /** Directories with all that is in them. */
  remove(paths: readonly string[], options?: FileActionOptions): Promise<void>
  /**
   * Runs Python without a deadline, undefined through the bootloader. Rejects with a PythonError
   * (micropython/traceback.ts) when the program raises. Sources start where the traceback says `<stdin>`.
   */
  run?(code: string, options: RunOptions): Promise<void>
  /**
   * What a short piece of Python prints, which may be run twice: without memory, again on an empty heap.
   * Undefined through the bootloader.
   */
  ask?(code: string, options?: FileActionOptions): Promise<string>
  /** Gives the board back; `restart`: its program begins anew. Never throws; safe to call twice. */
  close(options: { restart: boolean }): Promise<void>
}
