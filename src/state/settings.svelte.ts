/**
 * What this browser remembers of a person's choices beside the presets. Small and unimportant enough
 * to be forgotten silently where storage is blocked or holds nonsense. What a newer page has stored stays.
 */
import type { KeyValueStore } from '../presets/key-value-store'

const settingsKey = 'settings'

export class Settings {
  #store: KeyValueStore
  #selectedPresetId = $state<string>()

  constructor(store: KeyValueStore) {
    this.#store = store
  }

  get selectedPresetId(): string | undefined {
    return this.#selectedPresetId
  }

  async load(): Promise<void> {
    const stored = await this.#store
      .transact((transaction) => transaction.read(settingsKey))
      .catch(() => undefined)
    if (stored === undefined) return
    const { selectedIn } = await import('./stored-settings')
    this.#selectedPresetId ??= selectedIn(stored)
  }

  /** Selected at once; resolves when it is stored, or cannot be. */
  selectPreset(id: string): Promise<void> {
    this.#selectedPresetId = id
    return import('./stored-settings')
      .then(({ storeSelected }) => storeSelected(this.#store, settingsKey, id))
      .catch(() => undefined)
  }
}
