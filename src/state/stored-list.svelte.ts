/**
 * A list of the browser's storage as the page sees it: the items, those that were deleted today, and what
 * went wrong. Where the browser blocks storage, or a newer version of the page has written there, changes
 * last as long as the page.
 */
import { withDeadline } from '../async/deadline'
import { asDeviceError, DeviceError } from '../errors'
import type { KeyValueStore } from '../presets/key-value-store'
import type {
  EditableList,
  ItemsEdit,
  ListEdit,
  ListStorage,
  LoadedList,
} from '../presets/list-store'
import { withDeleted, withRestored, type DeletedItem } from '../presets/deleted-items'

/** IndexedDB answers in milliseconds; some private windows never do, and another tab may hold it. */
const storageTimeoutMs = 3000

export class StoredList<T extends { id: string }> {
  #store: ListStorage<T>
  #items = $state.raw<readonly T[]>([])
  #foreign: unknown[] = []
  #deleted = $state.raw<DeletedItem<T>[]>([])
  #lastDeletedId = $state<string>()
  #problem = $state.raw<DeviceError>()
  #loaded = $state(false)
  /** Of a newer version: never written by this one, and still there to be exported. */
  #newer = $state.raw<ListStorage<T>>()

  constructor(store: ListStorage<T>) {
    this.#store = store
  }

  get items(): readonly T[] {
    return this.#items
  }
  /** Items of a newer version of this page, as they are. */
  get foreign(): readonly unknown[] {
    return this.#foreign
  }
  get loaded(): boolean {
    return this.#loaded
  }
  /** Where this list is kept now: the browser's storage, or memory. */
  get storage(): KeyValueStore {
    return this.#store.storage
  }
  /** The stored list that a newer version has written, if it has. */
  get newer(): ListStorage<T> | undefined {
    return this.#newer
  }
  /** storage-damaged, storage-blocked or storage-newer */
  get problem(): DeviceError | undefined {
    return this.#problem
  }
  set problem(problem: DeviceError | undefined) {
    this.#problem = problem
  }
  /** The last item that was deleted on this page, for Undo. */
  get lastDeleted(): T | undefined {
    return this.#deleted.find(({ item }) => item.id === this.#lastDeletedId)?.item
  }
  /** The others of the last day, newest first. */
  get recentlyDeleted(): readonly DeletedItem<T>[] {
    return this.#deleted.filter(({ item }) => item.id !== this.#lastDeletedId)
  }

  async load(): Promise<void> {
    await this.#sync(() => this.#store.load())
    this.#loaded = true
  }

  /** @throws DeviceError that `edit` throws; nothing is changed then */
  change = (edit: ItemsEdit<T>): Promise<void> => this.#sync(() => this.#store.change(edit))
  changeStored = (edit: ListEdit<T>): Promise<void> =>
    this.#sync(() => this.#store.changeStored(edit))

  async remove(id: string): Promise<void> {
    await this.changeStored((list) => {
      const edited = withDeleted(list, hasId<T>(id))
      if (edited !== list) this.#lastDeletedId = id
      return edited
    })
  }

  /**
   * Puts a deleted item back in its place.
   * @param admit the item as it is put back, given the items that are there; what it throws is thrown
   * @returns the item that was put back; undefined if there is none with this id
   */
  async restore(id: string, admit: (item: T, items: readonly T[]) => T): Promise<T | undefined> {
    let restored: T | undefined
    await this.changeStored((list) =>
      withRestored(list, hasId<T>(id), (item) => (restored = admit(item, list.items))),
    )
    this.forgetLastDeleted(id)
    return restored
  }

  /** No Undo any more; the item stays among the recently deleted ones. */
  forgetLastDeleted(id = this.#lastDeletedId): void {
    if (this.#lastDeletedId === id) this.#lastDeletedId = undefined
  }

  /** Removes a deleted item for good; without an id the last one. */
  async purge(id = this.#lastDeletedId): Promise<void> {
    await this.changeStored((list) => ({
      ...list,
      deleted: list.deleted.filter(({ item }) => item.id !== id),
    }))
    this.forgetLastDeleted(id)
  }

  /** What could not be read, as JSON; undefined if all could. */
  damaged = (): Promise<string | undefined> => this.#store.damaged()

  async #sync(work: () => Promise<LoadedList<T>>): Promise<void> {
    const loaded = await this.#inTime(work)
    if (loaded.readOnly) {
      this.#newer = this.#store
      await this.#goOnInMemory(loaded)
    }
    this.#items = loaded.items
    this.#foreign = loaded.foreign
    this.#deleted = loaded.deleted
    if (loaded.problem) this.#problem = loaded.problem
  }

  /** Runs `work`; where storage does not work, once more in memory. */
  async #inTime(work: () => Promise<LoadedList<T>>): Promise<LoadedList<T>> {
    const late = () => new DeviceError('storage-blocked', 'The storage does not answer.')
    try {
      return await withDeadline(work(), storageTimeoutMs, late)
    } catch (error) {
      // An edit that was refused; storage itself fails with DOMExceptions.
      if (error instanceof DeviceError && error.code !== 'storage-blocked') throw error
      this.#problem = asDeviceError(error, 'storage-blocked')
      const items = this.#loaded ? [...this.#items] : this.#store.defaults()
      await this.#goOnInMemory({ items, foreign: this.#foreign, deleted: this.#deleted })
      return work()
    }
  }

  async #goOnInMemory({ items, foreign, deleted }: EditableList<T>): Promise<void> {
    this.#store = this.#store.inMemory()
    await this.#store.changeStored(() => ({ items, foreign, deleted }))
  }
}

const hasId =
  <T extends { id: string }>(id: string) =>
  (item: T) =>
    item.id === id
