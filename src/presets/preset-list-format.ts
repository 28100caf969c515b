/**
 * The stored list of presets with its version: what may be trusted of data that came out of a
 * browser's storage. Nothing is thrown away here: what does not parse is reported, and the store
 * keeps the original aside; what a newer page has written stays as it is.
 */
import * as v from 'valibot'
import { defaultPresets } from './defaults'
import { hasOnlyUnknownFields, isNewerThan, unknownFields } from './newer'
import { withoutInvisible } from './plain-text'
import { presetSchema, presetVersion, type Preset } from './schema'

const presetListSchema = v.object({
  version: v.literal(presetVersion),
  presets: v.array(v.unknown()),
})

export interface Opened {
  presets: Preset[]
  /** Presets of a newer page, as they were found: kept with the list, and never shown or changed. */
  foreign: unknown[]
  /** Of the list itself, of which we know no meaning. */
  rest: Record<string, unknown>
  /** The whole list is a newer page's: nothing may be written over it. */
  newer?: true
  /** What could not be read, in one sentence; undefined when all is well. */
  damage?: string
}

/** A first visit (undefined) gives the default presets. */
export function parsePresetList(stored: unknown): Opened {
  const bare = { presets: defaultPresets(), foreign: [], rest: {} }
  if (stored === undefined) return bare
  if (isNewerThan(presetVersion, stored)) return openNewer(stored)
  const result = v.safeParse(presetListSchema, stored)
  if (!result.success) return { ...bare, damage: 'The stored list of presets is not readable.' }
  const opened = openList(result.output.presets)
  return { ...opened, rest: unknownFields(stored, ['version', 'presets']) }
}

export const serializePresets = (
  presets: readonly Preset[],
  { foreign, rest }: Pick<Opened, 'foreign' | 'rest'> = { foreign: [], rest: {} },
) => ({
  ...rest,
  version: presetVersion,
  presets: [...presets, ...foreign],
})

/** What can be read of it is shown. */
function openNewer(stored: unknown): Opened {
  const list = v.safeParse(v.object({ presets: v.array(v.unknown()) }), stored)
  const { presets } = openList(list.success ? list.output.presets : [])
  return {
    presets: presets.length > 0 ? presets : defaultPresets(),
    foreign: [],
    rest: {},
    newer: true,
  }
}

/** The presets of a list; those of a newer page apart. */
export function openList(
  stored: readonly unknown[],
): Pick<Opened, 'presets' | 'foreign' | 'damage'> {
  const read = stored.map(readPreset)
  const presets = read.flatMap((one) => ('preset' in one ? [one.preset] : []))
  const foreign = read.flatMap((one) => ('foreign' in one ? [one.foreign] : []))
  const lost = stored.length - presets.length - foreign.length
  if (lost === 0) return { presets, foreign }
  return {
    presets,
    foreign,
    damage: `${lost} of ${stored.length} stored presets are not readable.`,
  }
}

type Read = { preset: Preset } | { foreign: unknown } | { unreadable: true }

function readPreset(stored: unknown): Read {
  if (isNewerThan(presetVersion, stored)) return { foreign: stored }
  const result = v.safeParse(presetSchema, stored)
  if (result.success) return { preset: result.output }
  if (hasOnlyUnknownFields(result.issues)) return { foreign: stored }
  const cleaned = v.safeParse(presetSchema, cleanedTexts(stored))
  return cleaned.success ? { preset: cleaned.output } : { unreadable: true }
}

/** Versions before this one let invisible characters pass. */
function cleanedTexts(data: unknown): unknown {
  if (typeof data === 'string') return withoutInvisible(data)
  if (Array.isArray(data)) return data.slice(0, 100).map(cleanedTexts)
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, cleanedTexts(value)]),
  )
}
