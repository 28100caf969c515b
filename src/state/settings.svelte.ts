/**
 * What this browser remembers of a person's choices beside the presets. Small and unimportant enough
 * to be forgotten silently where storage is blocked or holds nonsense.
 */
import * as v from 'valibot'
import type { Box } from '../presets/box'

const key = 'settings'
const schema = v.object({ version: v.literal(1), selectedPresetId: v.optional(v.string()) })

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
    const value = { version: 1, selectedPresetId: id }
    void this.#box.transact(async (shelf) => shelf.write(key, value)).catch(() => undefined)
  }
}
