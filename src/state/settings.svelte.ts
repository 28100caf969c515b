/**
 * What this browser remembers of a person's choices beside the presets. Small and unimportant enough
 * to be forgotten silently where storage is blocked or holds nonsense. What a newer page has stored stays.
 */
import * as v from 'valibot'
import type { Box } from '../presets/box'
import { isNewerThan, unknownFields } from '../presets/newer'

const key = 'settings'
const version = 1
const schema = v.object({ version: v.literal(version), selectedPresetId: v.optional(v.string()) })

export class Settings {
  #box: Box
  #selectedPresetId = $state<string>()

  constructor(box: Box) {
    this.#box = box
  }

  get selectedPresetId(): string | undefined {
    return this.#selectedPresetId
  }

  async load(): Promise<void> {
    const stored = await this.#box.transact((shelf) => shelf.read(key)).catch(() => undefined)
    const result = v.safeParse(schema, stored)
    if (result.success) this.#selectedPresetId = result.output.selectedPresetId
  }

  selectPreset(id: string): void {
    this.#selectedPresetId = id
    void this.#box
      .transact(async (shelf) => {
        const stored = await shelf.read(key)
        if (isNewerThan(version, stored)) return
        const others = unknownFields(stored, ['version', 'selectedPresetId'])
        shelf.write(key, { ...others, version, selectedPresetId: id })
      })
      .catch(() => undefined)
  }
}
