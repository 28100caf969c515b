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
import type { BoardFilesystem, FileActionOptions, Listing } from './board-filesystem'
import { findFlashFiles, listingOf, writeTree, type FlashFiles } from './flash-files'
import { withDirectory, withFiles, withName, without } from './file-tree-edits'

export interface BootloaderAccess {
  /** Runs `work` in the bootloader with its stub, entered again if need be. */
  use<T>(
    options: Pick<FileActionOptions, 'signal'>,
    work: (bootloader: Bootloader) => Promise<T>,
  ): Promise<T>
  /** Before the flash changes: plans made before are out of date. */
  onChange(): void
  onClosed(): void
}

export class BootloaderFilesystem implements BoardFilesystem {
  readonly way = 'bootloader'
  readonly #mutex = new Mutex()
  #known: FlashFiles | undefined
  #closed = false

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
      this.access.onChange()
      // Whatever comes of it: only what was verified is known.
      this.#known = undefined
      this.#known = await writeTree(bootloader, before, tree, options)
    })
  }

  async #files(bootloader: Bootloader, { signal }: FileActionOptions): Promise<FlashFiles> {
    // After a reset the board's own program may have changed them.
    if (this.#known?.resets !== bootloader.resets) this.#known = undefined
    return (this.#known ??= await findFlashFiles(bootloader, { signal }))
  }

  #act<T>(options: FileActionOptions, work: (bootloader: Bootloader) => Promise<T>): Promise<T> {
    return this.#mutex.run(() => {
      if (this.#closed) throw new DeviceError('port-lost', 'The files have been closed.')
      return this.access.use(options, work)
    })
  }
}
