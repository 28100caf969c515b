/**
 * The apps that somebody has added to this browser. They stay here: a preset and its link carry only
 * their names and hashes, and whoever opens one adds the same files.
 */
import * as v from 'valibot'
import type { KeyValueStore, Transaction } from '../presets/key-value-store'
import type { AppReference } from '../presets/app-reference'
import {
  withDeleted,
  withRestored,
  type DeletedItem,
  type ListWithDeleted,
} from '../presets/deleted-items'
import { isNewerThan } from '../presets/newer-version'
import { RecentlyDeleted } from '../presets/recently-deleted'
import type { AppFile } from '../provision/request'
import { ownApp, type OwnApp } from './own-app'

const key = 'apps'
/** Enough for a workshop. */
export const mostOwnApps = 20
const recentlyDeleted = new RecentlyDeleted('deleted-apps', readableApp)

type StoredApps = ListWithDeleted<OwnApp>

export class OwnApps {
  list = $state.raw<OwnApp[]>([])
  /** Removed within the last day, newest first. */
  deleted = $state.raw<DeletedItem<OwnApp>[]>([])
  /** Nothing can be said about what is missing before. */
  isLoaded = $state(false)
  readonly #store: KeyValueStore
  #loading: Promise<void> | undefined

  constructor(store: KeyValueStore) {
    this.#store = store
  }

  /** Once; where the browser keeps nothing, there are none. */
  load(): Promise<void> {
    this.#loading ??= this.#store
      .transact(openApps)
      .then((stored) => this.#show(stored))
      .catch(() => undefined)
      .then(() => void (this.isLoaded = true))
    return this.#loading
  }

  /** In the place of one of the same name. What the browser cannot keep lasts until a reload. */
  async add(added: OwnApp): Promise<void> {
    await this.#change(({ items, deleted }) => {
      const rest = items.filter(isNot(added.app.name))
      return { items: [...rest, added].slice(-mostOwnApps), deleted }
    })
  }

  async remove(name: string): Promise<void> {
    await this.#change((stored) => withDeleted(stored, isNamed(name)))
  }

  /** Takes a removal of the last day back; one that was added under the name meanwhile stays. */
  async restore(name: string): Promise<void> {
    await this.#change((stored) =>
      withRestored(stored, isNamed(name), (item) =>
        stored.items.every(isNot(name)) ? item : undefined,
      ),
    )
  }

  /** Of the app that a preset means, if it is one of these. */
  filesOf(reference: AppReference | undefined): AppFile[] | undefined {
    return this.list.find(({ app }) => app.name === reference?.name)?.files
  }

  #show({ items, deleted }: StoredApps): void {
    this.list = items
    this.deleted = deleted
  }

  async #change(edit: (stored: StoredApps) => StoredApps): Promise<void> {
    await this.load()
    this.#show(edit({ items: this.list, deleted: this.deleted }))
    await this.#store
      .transact(async (transaction) => {
        const stored = await transaction.read(key)
        // A newer page's list is left as it is: what is changed here lasts until a reload.
        if (isNewerThan(1, stored)) return
        const opened = await openApps(transaction)
        const edited = edit(opened)
        this.#show(edited)
        keepDamaged(transaction, stored)
        transaction.write(key, [...edited.items, ...unreadable(stored, edited.items)])
        if (edited.deleted !== opened.deleted) {
          await recentlyDeleted.write(transaction, edited.deleted)
        }
      })
      .catch(() => undefined)
  }
}

const isNamed =
  (name: string) =>
  ({ app }: OwnApp) =>
    app.name === name

const isNot = (name: string) => (own: OwnApp) => !isNamed(name)(own)

const openApps = async (transaction: Transaction): Promise<StoredApps> => ({
  items: appsIn(await transaction.read(key)).flatMap((one) => readableApp(one) ?? []),
  deleted: await recentlyDeleted.read(transaction),
})

/** The list, also of a newer version, which may store it as `{ apps: [...] }`. */
function appsIn(stored: unknown): unknown[] {
  if (Array.isArray(stored)) return stored
  const result = v.safeParse(v.object({ apps: v.array(v.unknown()) }), stored)
  return result.success ? result.output.apps : []
}

/** What is no list at all is stored beside the new one. */
function keepDamaged(transaction: Transaction, stored: unknown): void {
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

/** Hashed and checked again: data in the storage may come from any program of this origin. */
function readableApp(stored: unknown): OwnApp | undefined {
  try {
    const { app, files } = stored as OwnApp
    return ownApp({ ...app, files: files.map(({ name }) => name) }, files)
  } catch {
    return undefined
  }
}

const opened = new WeakMap<KeyValueStore, OwnApps>()

/** The apps in `store`: the same object each time, so that all parts of the page show the same list. */
export function ownAppsIn(store: KeyValueStore): OwnApps {
  const apps = opened.get(store) ?? new OwnApps(store)
  opened.set(store, apps)
  return apps
}
