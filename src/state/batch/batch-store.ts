/** Where a batch is kept between visits: one list for real boards, one for virtual ones. */
import type { KeyValueStore } from '../../presets/key-value-store'
import { isNewerThan } from '../../presets/newer-version'
import type { BoardKind } from '../session-state'
import { firstSetup, parseBatch, type StoredBatch } from './stored-batch'

const emptyBatch = (): StoredBatch => ({ setup: firstSetup(), next: 0, rows: [] })

export class BatchStore {
  #last: Promise<unknown> = Promise.resolve()
  #waiting: StoredBatch | undefined

  constructor(
    private readonly store: KeyValueStore,
    private readonly kind: BoardKind,
  ) {}

  /** What cannot be read is put aside, and an empty batch takes its place. Rejects where nothing can be stored. */
  load(): Promise<StoredBatch> {
    return this.store.transact(async (transaction) => {
      const stored = await transaction.read(this.kind)
      if (stored === undefined) return emptyBatch()
      const batch = parseBatch(stored)
      if (!batch) transaction.write(`set-aside-${this.kind}`, stored)
      return batch ?? emptyBatch()
    })
  }

  /**
   * Resolves when `batch`, or a later one, is stored. A newer page's list is not written over: then, and where
   * the browser keeps nothing, this rejects.
   */
  save(batch: StoredBatch): Promise<void> {
    const isPlanned = this.#waiting !== undefined
    this.#waiting = batch
    if (isPlanned) return this.#last as Promise<void>
    const saved = this.#last.then(
      () => this.#write(),
      () => this.#write(),
    )
    this.#last = saved
    return saved
  }

  async #write(): Promise<void> {
    const batch = this.#waiting
    this.#waiting = undefined
    if (!batch) return
    await this.store.transact(async (transaction) => {
      if (isNewerThan(1, await transaction.read(this.kind)))
        throw new Error('A newer version of this page has stored its list here.')
      transaction.write(this.kind, { version: 1, ...batch })
    })
  }
}
