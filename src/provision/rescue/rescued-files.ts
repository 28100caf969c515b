/**
 * The owner's files of boards whose installation has begun and not yet ended: should it fail, the next
 * attempt merges them in, whatever state the board's filesystem is in by then. Lives as long as the
 * page; a copy on the board itself (rescue-copy.ts) outlives it.
 */
import type { Files } from '../survey/found'

export class RescuedFiles {
  readonly #byMac = new Map<string, Files>()

  /** Undefined for a board that has nothing at stake. */
  of(mac: string): Files | undefined {
    return this.#byMac.get(mac)
  }

  /** Before the first sector of the filesystem changes. */
  remember(mac: string, files: Files): void {
    if (files.size > 0) this.#byMac.set(mac, files)
  }

  /** After the flash has been verified. */
  forget(mac: string): void {
    this.#byMac.delete(mac)
  }
}
