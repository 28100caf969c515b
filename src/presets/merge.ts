/** Two lists of presets into one, so that nothing is overwritten and nothing comes twice. */
import { newPresetId } from './basics'
import { effectOf } from './same-content'
import type { Preset } from './schema'

/** Those of `incoming` that `presets` does not have yet, with new ids where theirs are taken. */
export function unknownTo(presets: readonly Preset[], incoming: readonly Preset[]): Preset[] {
  const ids = new Set(presets.map(({ id }) => id))
  const effects = new Set(presets.map(effectOf))
  return incoming.flatMap((preset) => {
    if (effects.has(effectOf(preset))) return []
    const added = ids.has(preset.id) ? { ...preset, id: newPresetId() } : preset
    ids.add(added.id)
    return [added]
  })
}

/** The same for presets of a newer page, of which we know no more than how they are written. */
export function foreignTo(present: readonly unknown[], incoming: readonly unknown[]): unknown[] {
  const known = new Set(present.map((data) => JSON.stringify(data)))
  return incoming.filter((data) => !known.has(JSON.stringify(data)))
}
