/** The page's list of presets on a storage in memory, opened as at a visit; shared by the tests of it. */
import { memoryStore, type KeyValueStore } from '../../../src/presets/key-value-store'
import { PresetStore } from '../../../src/presets/preset-store'
import { Presets } from '../../../src/state/presets.svelte'
import { Settings } from '../../../src/state/settings.svelte'

export let store: KeyValueStore
export let presets: Presets

/** A visit: `presets` is what the page then has of `from`. */
export async function open(from: KeyValueStore = memoryStore()): Promise<void> {
  store = from
  const settings = new Settings(store)
  await settings.load()
  presets = new Presets(new PresetStore(store), settings)
  await presets.load()
}

/** A second page on the same storage. */
export async function otherTab(): Promise<Presets> {
  const tab = new Presets(new PresetStore(store), new Settings(store))
  await tab.load()
  return tab
}

export const names = () => presets.all.map(({ name }) => name)

/** What the storage holds under `key`. */
export const stored = (key: string) => store.transact((transaction) => transaction.read(key))
