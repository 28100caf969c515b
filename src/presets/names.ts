/** Names that tell presets apart, as file managers give them: a second "Workshop" is "Workshop 2". */
import { longestPresetName } from './basics'
import type { Preset } from './schema'
import { shortened } from './shortened'

/** A number of ours; more digits are somebody's own, such as a year. */
const numbered = /^(?<stem>.*\S) (?<number>[2-9]|[1-9]\d)$/su

/** The stem with the number; the stem becomes shorter where both do not fit. */
function withNumber(stem: string, number: number): string {
  const suffix = ` ${number}`
  return shortened(stem, longestPresetName - suffix.length).trimEnd() + suffix
}

function partsOf(name: string): { stem: string; number: number } {
  const { stem = name, number = '1' } = numbered.exec(name)?.groups ?? {}
  return { stem, number: Number(number) }
}

/** `preset`, numbered if another one of `presets` has its name. Those stay as they are. */
export function namedApart(preset: Preset, presets: readonly Preset[]): Preset {
  const taken = new Set(presets.filter(({ id }) => id !== preset.id).map(({ name }) => name))
  if (!taken.has(preset.name)) return preset
  const { stem, number } = partsOf(preset.name)
  let next = number + 1
  while (taken.has(withNumber(stem, next))) next++
  return { ...preset, name: withNumber(stem, next) }
}

/** True if `namedApart` may have made `name` of `original`, because that was taken. */
export function isNumbered(name: string, original: string): boolean {
  const { stem, number } = partsOf(original)
  const own = partsOf(name).number
  return own > number && name === withNumber(stem, own)
}
