/**
 * The stored list of presets with its version: what may be trusted of data that came out of a
 * browser's storage. Nothing is thrown away here: what does not parse is reported, and the store
 * keeps the original aside.
 */
import * as v from 'valibot'
import { defaultPresets } from './defaults'
import { parsePreset } from './parse'
import { presetVersion, type Preset } from './schema'

const envelopeSchema = v.object({
  version: v.literal(presetVersion),
  presets: v.array(v.unknown()),
})

export interface Opened {
  presets: Preset[]
  /** What could not be read, in one sentence; undefined when all is well. */
  damage?: string
}

/** A first visit (undefined) gives the default presets. */
export function openEnvelope(stored: unknown): Opened {
  if (stored === undefined) return { presets: defaultPresets() }
  const result = v.safeParse(envelopeSchema, stored)
  if (!result.success) {
    return { presets: defaultPresets(), damage: 'The stored list of presets is not readable.' }
  }
  return onlyReadable(result.output.presets)
}

export const sealEnvelope = (presets: readonly Preset[]) => ({
  version: presetVersion,
  presets: [...presets],
})

function onlyReadable(stored: unknown[]): Opened {
  const presets = stored.flatMap(parsedOrNothing)
  const lost = stored.length - presets.length
  if (lost === 0) return { presets }
  return { presets, damage: `${lost} of ${stored.length} stored presets are not readable.` }
}

function parsedOrNothing(stored: unknown): Preset[] {
  try {
    return [parsePreset(stored)]
  } catch {
    return []
  }
}
