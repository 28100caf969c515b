/**
 * The apps that somebody has added to this browser. They stay here: a preset and its link carry only
 * their names and hashes, and whoever opens one adds the same files.
 */
import { indexedDbBox, type Box } from '../presets/box'
import type { AppReference } from '../presets/app-reference'
import type { AppFile } from '../provision/job'
import { ownApp, type OwnApp } from './own-app'

const key = 'apps'
/** Enough for a workshop. */
export const mostOwnApps = 20

export class OwnApps {
  list = $state.raw<OwnApp[]>([])
  /** Nothing can be said about what is missing before. */
  isLoaded = $state(false)
  readonly #box: Box
  #loading: Promise<void> | undefined

  constructor(box: Box) {
    this.#box = box
  }

  /** Once; where the browser keeps nothing, there are none. */
  load(): Promise<void> {
    this.#loading ??= this.#box
      .transact((shelf) => shelf.read(key))
      .then((stored) => (this.list = readable(stored)))
      .catch(() => undefined)
      .then(() => void (this.isLoaded = true))
    return this.#loading
  }

  /** In the place of one of the same name. What the browser cannot keep lasts until a reload. */
  async add(added: OwnApp): Promise<void> {
    await this.#keep((list) => [...list.filter(isNot(added.app.name)), added].slice(-mostOwnApps))
  }

  async remove(name: string): Promise<void> {
    await this.#keep((list) => list.filter(isNot(name)))
  }

  /** Of the app that a preset means, if it is one of these. */
  filesOf(reference: AppReference | undefined): AppFile[] | undefined {
    return this.list.find(({ app }) => app.name === reference?.name)?.files
  }

  async #keep(edit: (list: OwnApp[]) => OwnApp[]): Promise<void> {
    await this.load()
    this.list = edit(this.list)
    await this.#box
      .transact(async (shelf) => {
        this.list = edit(readable(await shelf.read(key)))
        shelf.write(key, this.list)
      })
      .catch(() => undefined)
  }
}

const isNot =
  (name: string) =>
  ({ app }: OwnApp) =>
    app.name !== name

/** Hashed and checked anew: what lies in a browser's storage is from outside, too. */
function readable(stored: unknown): OwnApp[] {
  if (!Array.isArray(stored)) return []
  return stored.flatMap((one: unknown) => {
    try {
      const { app, files } = one as OwnApp
      return [ownApp({ ...app, files: files.map(({ name }) => name) }, files)]
    } catch {
      return []
    }
  })
}

/** Those of this browser, for the whole page. */
export const ownApps = new OwnApps(indexedDbBox('portal-flasher-apps'))
