/** Two lists of presets into one, so that nothing is overwritten and nothing comes twice. */
import { newPresetId } from './basics'
import { namedApart } from './names'
import { sameIn } from './same-content'
import type { Preset } from './schema'

/** Those of `incoming` that `presets` does not have yet, with new ids and names where theirs are taken. */
export function unknownTo(presets: readonly Preset[], incoming: readonly Preset[]): Preset[] {
  const ids = new Set(presets.map(({ id }) => id))
  const all = [...presets]
  const sameAs = sameIn(presets)
  return incoming.flatMap((preset) => {
    if (sameAs(preset)) return []
    const own = ids.has(preset.id) ? { ...preset, id: newPresetId() } : preset
    const added = namedApart(own, all)
    ids.add(added.id)
    all.push(added)
    return [added]
  })
}

/** The same for presets of a newer page, of which we know no more than how they are written. */
export function foreignTo(present: readonly unknown[], incoming: readonly unknown[]): unknown[] {
  const known = new Set(present.map((data) => JSON.stringify(data)))
  return incoming.filter((data) => !known.has(JSON.stringify(data)))
}
