/** The settings in the browser's storage. Loaded when there are some, or one is made. */
import * as v from 'valibot'
import type { KeyValueStore } from '../presets/key-value-store'
import { isNewerThan, unknownFields } from '../presets/newer-version'

const version = 1
const schema = v.object({ version: v.literal(version), selectedPresetId: v.optional(v.string()) })

/** @returns the id of the preset that was selected last; undefined for nonsense */
export function selectedIn(stored: unknown): string | undefined {
  const result = v.safeParse(schema, stored)
  return result.success ? result.output.selectedPresetId : undefined
}

/** Writes the choice; what a newer page has stored stays. */
export const storeSelected = (store: KeyValueStore, key: string, id: string): Promise<void> =>
  store.transact(async (transaction) => {
    const stored = await transaction.read(key)
    if (isNewerThan(version, stored)) return
    const others = unknownFields(stored, ['version', 'selectedPresetId'])
    transaction.write(key, { ...others, version, selectedPresetId: id })
  })
