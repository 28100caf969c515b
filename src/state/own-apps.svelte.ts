/**
 * The apps that somebody has added to this browser. They stay here: a preset and its link carry only
 * their names and hashes, and whoever opens one adds the same files.
 */
import * as v from 'valibot'
import { indexedDbStore, type KeyValueStore, type Transaction } from '../presets/key-value-store'
import type { AppReference } from '../presets/app-reference'
import { isNewerThan } from '../presets/newer'
import { Trash, type Trashed } from '../presets/trash'
import type { AppFile } from '../provision/request'
import { ownApp, type OwnApp } from './own-app'

const key = 'apps'
/** Enough for a workshop. */
export const mostOwnApps = 20
const trash = new Trash('deleted-apps', readableApp)

interface StoredApps {
  list: OwnApp[]
  /** Of the last day, newest first. */
  deleted: Trashed<OwnApp>[]
}

export class OwnApps {
  list = $state.raw<OwnApp[]>([])
  /** Removed within the last day, newest first. */
  deleted = $state.raw<Trashed<OwnApp>[]>([])
  /** Nothing can be said about what is missing before. */
  isLoaded = $state(false)
  readonly #store: () => KeyValueStore
  #opened: KeyValueStore | undefined
  #loading: Promise<void> | undefined

  /** @param store or how to make it: nothing is opened before it is needed */
  constructor(store: KeyValueStore | (() => KeyValueStore)) {
    this.#store = typeof store === 'function' ? store : () => store
  }

  /** Once; where the browser keeps nothing, there are none. */
  load(): Promise<void> {
    this.#loading ??= this.#transact(openApps)
      .then((transaction) => this.#show(transaction))
      .catch(() => undefined)
      .then(() => void (this.isLoaded = true))
    return this.#loading
  }

  /** In the place of one of the same name. What the browser cannot keep lasts until a reload. */
  async add(added: OwnApp): Promise<void> {
    await this.#keep(({ list, deleted }) => {
      const rest = list.filter(isNot(added.app.name))
      return { list: [...rest, added].slice(-mostOwnApps), deleted }
    })
  }

  async remove(name: string): Promise<void> {
    await this.#keep(({ list, deleted }) => {
      const index = list.findIndex(({ app }) => app.name === name)
      const item = list[index]
      if (!item) return { list, deleted }
      const others = deleted.filter((other) => other.item.app.name !== name)
      return {
        list: list.toSpliced(index, 1),
        deleted: [{ item, index, deletedAtMs: Date.now() }, ...others],
      }
    })
  }

  /** Takes a removal of the last day back; one that was added under the name meanwhile stays. */
  async restore(name: string): Promise<void> {
    await this.#keep(({ list, deleted }) => {
      const trashed = deleted.find(({ item }) => item.app.name === name)
      if (!trashed || !list.every(isNot(name))) return { list, deleted }
      return {
        list: list.toSpliced(trashed.index, 0, trashed.item),
        deleted: deleted.filter((other) => other !== trashed),
      }
    })
  }

  /** Of the app that a preset means, if it is one of these. */
  filesOf(reference: AppReference | undefined): AppFile[] | undefined {
    return this.list.find(({ app }) => app.name === reference?.name)?.files
  }

  #transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    this.#opened ??= this.#store()
    return this.#opened.transact(work)
  }

  #show({ list, deleted }: StoredApps): void {
    this.list = list
    this.deleted = deleted
  }

  async #keep(edit: (stored: StoredApps) => StoredApps): Promise<void> {
    await this.load()
    this.#show(edit({ list: this.list, deleted: this.deleted }))
    await this.#transact(async (transaction) => {
      const stored = await transaction.read(key)
      // A newer page's list is left as it is: what is changed here lasts until a reload.
      if (isNewerThan(1, stored)) return
      const opened = await openApps(transaction)
      const edited = edit(opened)
      this.#show(edited)
      setAside(transaction, stored)
      transaction.write(key, [...edited.list, ...unreadable(stored, edited.list)])
      if (edited.deleted !== opened.deleted) await trash.write(transaction, edited.deleted)
    }).catch(() => undefined)
  }
}

const isNot =
  (name: string) =>
  ({ app }: OwnApp) =>
    app.name !== name

const openApps = async (transaction: Transaction): Promise<StoredApps> => ({
  list: appsIn(await transaction.read(key)).flatMap((one) => readableApp(one) ?? []),
  deleted: await trash.read(transaction),
})

/** The list, also of a newer page that has put it into an envelope. */
function appsIn(stored: unknown): unknown[] {
  if (Array.isArray(stored)) return stored
  const result = v.safeParse(v.object({ apps: v.array(v.unknown()) }), stored)
  return result.success ? result.output.apps : []
}

/** What is no list at all is kept beside the new one. */
function setAside(transaction: Transaction, stored: unknown): void {
  if (stored !== undefined && !Array.isArray(stored)) transaction.write('set-aside-apps', stored)
}

/** What could not be read stays where it was, unless an app of its name has come; bounded. */
function unreadable(stored: unknown, list: readonly OwnApp[]): unknown[] {
  const named = v.object({ app: v.object({ name: v.string() }) })
  const isReplaced = (one: unknown) =>
    v.is(named, one) && list.some(({ app }) => app.name === one.app.name)
  return appsIn(stored)
    .filter((one) => !readableApp(one) && !isReplaced(one))
    .slice(0, mostOwnApps)
}

/** Hashed and checked anew: what lies in a browser's storage is from outside, too. */
function readableApp(stored: unknown): OwnApp | undefined {
  try {
    const { app, files } = stored as OwnApp
    return ownApp({ ...app, files: files.map(({ name }) => name) }, files)
  } catch {
    return undefined
  }
}

/** Those of this browser, for the whole page; its database is opened at the first use. */
export const ownApps = new OwnApps(() => indexedDbStore('portal-flasher-apps'))
