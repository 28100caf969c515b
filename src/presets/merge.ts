/** Two lists of presets into one, so that nothing is overwritten and nothing comes twice. */
import { newPresetId, parsePreset } from './parse'
import type { Preset } from './schema'

/** The same text for the same preset, whatever the order of its keys. */
const canonical = (preset: Preset) => JSON.stringify(parsePreset(preset))

/** Those of `incoming` that `presets` does not have yet, with new ids where theirs are taken. */
export function unknownTo(presets: Preset[], incoming: Preset[]): Preset[] {
  const known = new Map(presets.map((preset) => [preset.id, canonical(preset)]))
  return incoming.flatMap((preset) => {
    const same = known.get(preset.id)
    if (same === canonical(preset)) return []
    const added = same === undefined ? preset : { ...preset, id: newPresetId() }
    known.set(added.id, canonical(added))
    return [added]
  })
}
