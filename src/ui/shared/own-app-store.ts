/** Where this browser's own apps and the passwords of boards are stored, for components anywhere on the page: set once, at the root. */
import { getContext } from 'svelte'
import type { KeyValueStore } from '../../presets/key-value-store'

const key = Symbol('own apps')

export const ownAppStoreContext = (store: KeyValueStore) => new Map([[key, store]])

/** Call it while the component is initialised. */
export const ownAppStore = () => getContext<KeyValueStore>(key)
