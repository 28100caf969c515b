/**
 * A board's files through its bootloader, for a board whose program does not answer. The flash is read once;
 * each change is then a write of its own: planned in memory, carried out in an order that may be interrupted
 * anywhere, and verified (change-flash.ts).
 */
import { Mutex } from '../../async/mutex'
import { DeviceError } from '../../errors'
import type { Bootloader } from '../../esptool/bootloader'
import type { BoardFile } from '../../micropython/board-file'
import { boardPath } from '../../micropython/board-path'
import type { Files } from '../survey/found'
import type { KnownFlash } from '../survey/known-flash'
import type { BoardFilesystem, FileActionOptions, Listing } from './board-filesystem'
import { changeFlash } from './change-flash'
import { findFlashFiles, listingOf, type FlashFiles } from './flash-files'
import { withDirectory, withFiles, withName, without } from './file-tree-edits'

export interface BootloaderAccess {
  /** Runs `work` in the bootloader with its stub, entered again if need be. */
  use<T>(
    options: Pick<FileActionOptions, 'signal'>,
    work: (bootloader: Bootloader) => Promise<T>,
  ): Promise<T>
  /** What a plan has found out in this stay in the bootloader. */
  known(bootloader: Bootloader): KnownFlash | undefined
  /** Before the flash changes: plans made before are out of date. */
  onChange(): void
  /** A write has failed: the next use enters the bootloader anew. */
  leave(): Promise<void>
  onClosed(): void
}

/** A board that is reset again and again while it is looked at does not hold still. */
const looks = 3

/** How a chip answers that has left its stub: not at all, or with an error. */
const isGone = (error: unknown): boolean =>
  error instanceof DeviceError && (error.code === 'no-answer' || error.code === 'command-failed')

export class BootloaderFilesystem implements BoardFilesystem {
  readonly way = 'bootloader'
  readonly #mutex = new Mutex()
  #known: { bootloader: Bootloader; resets: number; files: FlashFiles } | undefined
  #closed = false
  /** The action that runs may have written something. */
  #touches = false

  constructor(private readonly access: BootloaderAccess) {}

  list(options: FileActionOptions = {}): Promise<Listing> {
    return this.#act(options, async (bootloader) =>
      listingOf(await this.#files(bootloader, options)),
    )
  }

  read(path: string, options: FileActionOptions = {}): Promise<Uint8Array> {
    const wanted = boardPath(path)
    return this.#act(options, async (bootloader) => {
      const entry = (await this.#files(bootloader, options)).tree.get(wanted)
      if (entry?.type !== 'file') throw new DeviceError('file-missing', `${wanted} is no file.`)
      options.onProgress?.(entry.bytes.length, entry.bytes.length)
      return entry.bytes.slice()
    })
  }

  write(files: readonly BoardFile[], options: FileActionOptions = {}): Promise<void> {
    return this.#change(options, (tree) => withFiles(tree, files, new Date()))
  }

  makeDirectory(path: string, options: FileActionOptions = {}): Promise<void> {
    return this.#change(options, (tree) => withDirectory(tree, path))
  }

  rename(from: string, to: string, options: FileActionOptions = {}): Promise<void> {
    return this.#change(options, (tree) => withName(tree, from, to))
  }

  remove(paths: readonly string[], options: FileActionOptions = {}): Promise<void> {
    return this.#change(options, (tree) => without(tree, paths))
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.access.onClosed()
  }

  #change(options: FileActionOptions, edit: (tree: Files) => Files): Promise<void> {
    return this.#act(options, async (bootloader) => {
      const before = await this.#files(bootloader, options)
      const tree = edit(before.tree)
      const { resets } = bootloader
      const files = await changeFlash(bootloader, before, tree, {
        ...options,
        onRisk: () => this.#beginChange(),
      })
      this.#known = { bootloader, resets, files }
    })
  }

  #beginChange(): void {
    this.#touches = true
    this.access.onChange()
    // Whatever comes of it: only what was verified is known.
    this.#known = undefined
  }

  async #files(bootloader: Bootloader, { signal }: FileActionOptions): Promise<FlashFiles> {
    // After a reset the board's own program may have changed them.
    const isStill = () =>
      this.#known?.bootloader === bootloader && this.#known.resets === bootloader.resets
    for (let look = 1; look <= looks && !isStill(); look++) {
      const { resets } = bootloader
      const flash = this.access.known(bootloader)
      const files = await findFlashFiles(bootloader, { signal, flash })
      this.#known = { bootloader, resets, files }
    }
    if (this.#known && isStill()) return this.#known.files
    throw new DeviceError('no-answer', 'The board was reset again and again while it was read.')
  }

  #act<T>(options: FileActionOptions, work: (bootloader: Bootloader) => Promise<T>): Promise<T> {
    return this.#mutex.run(async () => {
      if (this.#closed) throw new DeviceError('port-lost', 'The files have been closed.')
      this.#touches = false
      try {
        return await this.access.use(options, work)
      } catch (error) {
        // Somebody has pressed reset since the last action: the bootloader is entered once more.
        if (this.#touches) await this.access.leave()
        if (this.#touches || !isGone(error) || options.signal?.aborted) throw error
        return await this.access.use(options, work)
      }
    })
  }
}
