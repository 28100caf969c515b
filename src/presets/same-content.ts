/** Whether two presets are the same, whatever their ids. */
import { isNumbered } from './names'
import type { Preset } from './schema'

/** The same text for the same preset: whatever its id, and the order of its keys. */
export const contentOf = (preset: { id: string }): string =>
  JSON.stringify({ ...preset, id: '' }, sorted)

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** The same without what only the list knows: two presets of one content do the same to a board. */
export const effectOf = ({ ...preset }: Preset): string => {
  delete preset.tags
  return contentOf(preset)
}

const namelessEffectOf = (preset: Preset): string => effectOf({ ...preset, name: '' })

/** Finds the one of `presets` that does the same; also one that was numbered because its name was taken, and still is. */
export function sameIn(presets: readonly Preset[]): (preset: Preset) => Preset | undefined {
  const effects = presets.map(namelessEffectOf)
  return (preset) => {
    const effect = namelessEffectOf(preset)
    const same = presets.filter((_, at) => effects[at] === effect)
    const called = ({ name }: Preset) => name === preset.name
    const wasTaken = presets.some(called)
    return same.find(called) ?? same.find(({ name }) => wasTaken && isNumbered(name, preset.name))
  }
}

export const sameAs = (preset: Preset, presets: readonly Preset[]): Preset | undefined =>
  sameIn(presets)(preset)
