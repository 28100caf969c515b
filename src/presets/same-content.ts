/** Whether two presets are the same, whatever their ids. */
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

/** The one of `presets` that does the same. */
export function sameAs(preset: Preset, presets: readonly Preset[]): Preset | undefined {
  const effect = effectOf(preset)
  return presets.find((other) => effectOf(other) === effect)
}
