/**
 * What this browser remembers of a person's choices beside the presets. Small and unimportant enough
 * to be forgotten silently where storage is blocked or holds nonsense. What a newer page has stored stays.
 */
import * as v from 'valibot'
import type { KeyValueStore } from '../presets/key-value-store'
import { isNewerThan, unknownFields } from '../presets/newer-version'

const key = 'settings'
const version = 1
const schema = v.object({ version: v.literal(version), selectedPresetId: v.optional(v.string()) })

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
      .transact((transaction) => transaction.read(key))
      .catch(() => undefined)
    const result = v.safeParse(schema, stored)
    if (result.success) this.#selectedPresetId = result.output.selectedPresetId
  }

  selectPreset(id: string): void {
    this.#selectedPresetId = id
    void this.#store
      .transact(async (transaction) => {
        const stored = await transaction.read(key)
        if (isNewerThan(version, stored)) return
        const others = unknownFields(stored, ['version', 'selectedPresetId'])
        transaction.write(key, { ...others, version, selectedPresetId: id })
      })
      .catch(() => undefined)
  }
}
