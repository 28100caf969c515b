/**
 * A versioned list in the browser's storage. Every change reads the stored list, edits it and writes it back
 * in one transaction, so that two tabs never overwrite each other. What cannot be read is copied to a key of
 * its own before anything is written over it; what a newer version of the page has stored stays as it is.
 */
import * as v from 'valibot'
import { DeviceError } from '../errors'
import type { ListWithDeleted } from './deleted-items'
import { memoryStore, type KeyValueStore, type Transaction } from './key-value-store'
import { isNewerThan, unknownFields } from './newer-version'
import { RecentlyDeleted } from './recently-deleted'

export interface ListFormat<T> {
  /** Where the list is stored. */
  key: string
  version: number
  /** The field of the stored list that has the items; also their name in messages. */
  itemsField: 'presets' | 'keys'
  /** Where unreadable lists are copied to, followed by time and a random id. */
  damagedKeyPrefix: string
  deletedKey: string
  /** Undefined for data that is not an item. */
  parse: (data: unknown) => T | undefined
  /** True for an item of a newer version of this page. */
  isNewer: (data: unknown) => boolean
  /** The items of a first visit. */
  defaults: () => T[]
}

/** What an edit may change. */
export interface EditableList<T> extends ListWithDeleted<T> {
  /** Items of a newer version of this page, as they were found: stored with the others, never shown. */
  foreign: unknown[]
}

export interface LoadedList<T> extends EditableList<T> {
  /** A newer version's list: the edit counts for this page alone, and nothing was written. */
  readOnly?: true
  /** storage-damaged: something was unreadable and has been copied; storage-newer. */
  problem?: DeviceError
}

export type ItemsEdit<T> = (items: T[]) => T[]
export type ListEdit<T> = (list: EditableList<T>) => EditableList<T>

/** What a stored list can do, also while its format is not loaded yet (lazy-list-store.ts). */
export interface ListStorage<T> {
  readonly storage: KeyValueStore
  /** An empty list of the same format that lasts as long as the page. */
  inMemory(): ListStorage<T>
  defaults(): T[]
  load(): Promise<LoadedList<T>>
  change(edit: ItemsEdit<T>): Promise<LoadedList<T>>
  changeStored(edit: ListEdit<T>): Promise<LoadedList<T>>
  damaged(): Promise<string | undefined>
  raw(): Promise<unknown>
}

export class ListStore<T> implements ListStorage<T> {
  readonly #deleted: RecentlyDeleted<T>

  constructor(
    readonly storage: KeyValueStore,
    private readonly format: ListFormat<T>,
  ) {
    this.#deleted = new RecentlyDeleted(format.deletedKey, format.parse)
  }

  /** An empty store of the same format that lasts as long as the page. */
  inMemory(): ListStore<T> {
    return new ListStore(memoryStore(), this.format)
  }

  defaults(): T[] {
    return this.format.defaults()
  }

  load(): Promise<LoadedList<T>> {
    return this.storage.transact(async (transaction) => this.#loaded(await this.#open(transaction)))
  }

  /** Applies `edit` to what is stored now, which may be more than this tab has seen. */
  change(edit: ItemsEdit<T>): Promise<LoadedList<T>> {
    return this.changeStored((list) => ({ ...list, items: edit(list.items) }))
  }

  /** The same for the list together with what was deleted from it. */
  changeStored(edit: ListEdit<T>): Promise<LoadedList<T>> {
    return this.storage.transact(async (transaction) => {
      const opened = await this.#open(transaction)
      const { items, deleted, foreign } = opened
      const edited = edit({ items, deleted, foreign })
      if (!opened.newer) {
        transaction.write(this.format.key, this.#serialize({ ...opened, ...edited }))
        if (edited.deleted !== deleted) await this.#deleted.write(transaction, edited.deleted)
      }
      return this.#loaded({ ...opened, ...edited })
    })
  }

  /** The copies of what could not be read, as JSON; undefined if there are none. */
  damaged(): Promise<string | undefined> {
    return this.storage.transact(async (transaction) => {
      const prefix = this.format.damagedKeyPrefix
      const keys = (await transaction.keys()).filter((name) => name.startsWith(prefix))
      if (keys.length === 0) return undefined
      const entries = []
      for (const name of keys) entries.push([name, await transaction.read(name)])
      return JSON.stringify(Object.fromEntries(entries), undefined, 2)
    })
  }

  /** The stored list as it is, whatever version wrote it. */
  raw(): Promise<unknown> {
    return this.storage.transact((transaction) => transaction.read(this.format.key))
  }

  async #open(transaction: Transaction): Promise<Opened<T> & EditableList<T>> {
    const { key, damagedKeyPrefix } = this.format
    const stored = await transaction.read(key)
    const opened = openList(stored, this.format)
    if (opened.damage) {
      const name = `${damagedKeyPrefix}${new Date().toISOString()}-${crypto.randomUUID()}`
      transaction.write(name, stored)
      transaction.write(key, this.#serialize(opened))
    }
    return { ...opened, deleted: await this.#deleted.read(transaction) }
  }

  #serialize({ items, foreign, rest }: Opened<T>): Record<string, unknown> {
    const { version, itemsField } = this.format
    return { ...rest, version, [itemsField]: [...items, ...foreign] }
  }

  #loaded({ items, deleted, foreign, newer, damage }: Opened<T> & EditableList<T>): LoadedList<T> {
    const list = { items, deleted, foreign }
    const { itemsField } = this.format
    if (newer) {
      return { ...list, readOnly: true, problem: newerData(`The stored list of ${itemsField}`) }
    }
    if (damage) return { ...list, problem: new DeviceError('storage-damaged', damage) }
    if (foreign.length === 0) return list
    return { ...list, problem: newerData(`Stored ${itemsField}: ${foreign.length}, which`) }
  }
}

const newerData = (what: string) =>
  new DeviceError('storage-newer', `${what} came from a newer version of this page.`)

interface Opened<T> {
  items: T[]
  foreign: unknown[]
  /** Fields of the stored list that this version does not know. */
  rest: Record<string, unknown>
  /** The whole list is a newer version's: nothing may be written over it. */
  newer?: true
  /** What could not be read, in one sentence. */
  damage?: string
}

function openList<T>(stored: unknown, format: ListFormat<T>): Opened<T> {
  const { version, itemsField } = format
  const bare = { items: format.defaults(), foreign: [], rest: {} }
  if (stored === undefined) return bare
  const all = itemsOf(stored, itemsField)
  if (isNewerThan(version, stored)) return openNewer(all ?? [], format)
  if (!all || !v.is(v.object({ version: v.literal(version) }), stored)) {
    return { ...bare, damage: `The stored list of ${itemsField} is not readable.` }
  }
  const items = parsed(all, format)
  const foreign = all.filter(format.isNewer)
  const lost = all.length - items.length - foreign.length
  const damage = `${lost} of ${all.length} stored ${itemsField} are not readable.`
  const rest = unknownFields(stored, ['version', itemsField])
  return { items, foreign, rest, ...(lost > 0 && { damage }) }
}

/** What can be read of it is shown. */
function openNewer<T>(all: readonly unknown[], format: ListFormat<T>): Opened<T> {
  const items = parsed(all, format)
  return {
    items: items.length > 0 ? items : format.defaults(),
    foreign: [],
    rest: {},
    newer: true,
  }
}

const parsed = <T>(all: readonly unknown[], { parse }: ListFormat<T>): T[] =>
  all.flatMap((data) => parse(data) ?? [])

function itemsOf(stored: unknown, field: string): unknown[] | undefined {
  const result = v.safeParse(v.object({ [field]: v.array(v.unknown()) }), stored)
  return result.success ? result.output[field] : undefined
}
