/** How presets are stored: the format for list-store.ts. */
import * as v from 'valibot'
import { deletedPresetsKey, presetsKey, presetVersion } from './basics'
import { defaultPresets } from './defaults'
import type { ListFormat } from './list-store'
import { isNewerPreset } from './parse'
import { withoutInvisible } from './plain-text'
import { presetSchema, type Preset } from './schema'

export const presetListFormat: ListFormat<Preset> = {
  key: presetsKey,
  version: presetVersion,
  itemsField: 'presets',
  damagedKeyPrefix: 'rescue-',
  deletedKey: deletedPresetsKey,
  parse: parseStored,
  isNewer: isNewerPreset,
  defaults: defaultPresets,
}

function parseStored(stored: unknown): Preset | undefined {
  const result = v.safeParse(presetSchema, stored)
  if (result.success) return result.output
  const cleaned = v.safeParse(presetSchema, cleanedTexts(stored))
  return cleaned.success ? cleaned.output : undefined
}

/** Earlier versions accepted invisible characters. */
function cleanedTexts(data: unknown): unknown {
  if (typeof data === 'string') return withoutInvisible(data)
  if (Array.isArray(data)) return data.slice(0, 100).map(cleanedTexts)
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, cleanedTexts(value)]),
  )
}
