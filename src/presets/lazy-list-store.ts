/**
 * A stored list whose format is loaded only when something is stored or changed: on a first visit its default
 * items are there without it.
 */
import { memoryStore, type KeyValueStore } from './key-value-store'
import type { ItemsEdit, ListEdit, ListStorage, LoadedList } from './list-store'

export interface LazyListFormat<T> {
  /** Where the list and what was deleted from it are stored. */
  keys: readonly string[]
  /** The items of a first visit. */
  defaults: () => T[]
  /** Loads the format. */
  open: (storage: KeyValueStore) => Promise<ListStorage<T>>
}

export class LazyListStore<T> implements ListStorage<T> {
  #opened: Promise<ListStorage<T>> | undefined

  constructor(
    readonly storage: KeyValueStore,
    private readonly format: LazyListFormat<T>,
  ) {}

  inMemory(): ListStorage<T> {
    return new LazyListStore(memoryStore(), this.format)
  }

  defaults(): T[] {
    return this.format.defaults()
  }

  async load(): Promise<LoadedList<T>> {
    if (await this.#isStored()) return (await this.#open()).load()
    return { items: this.defaults(), foreign: [], deleted: [] }
  }

  change = async (edit: ItemsEdit<T>): Promise<LoadedList<T>> => (await this.#open()).change(edit)

  changeStored = async (edit: ListEdit<T>): Promise<LoadedList<T>> =>
    (await this.#open()).changeStored(edit)

  damaged = async (): Promise<string | undefined> => (await this.#open()).damaged()

  raw = async (): Promise<unknown> => (await this.#open()).raw()

  #isStored(): Promise<boolean> {
    return this.storage.transact(async (transaction) => {
      for (const key of this.format.keys) {
        if ((await transaction.read(key)) !== undefined) return true
      }
      return false
    })
  }

  /** What did not load may load the next time. */
  #open(): Promise<ListStorage<T>> {
    this.#opened ??= this.format.open(this.storage)
    this.#opened.catch(() => (this.#opened = undefined))
    return this.#opened
  }
}
