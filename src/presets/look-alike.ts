/**
 * Which presets somebody has already: the very same, or one whose name looks the same. Letters of other
 * alphabets are compared by their shape, for the pairs that fonts draw alike (Unicode's confusables.txt has
 * all; these are the small letters and digits that stand in for Latin ones).
 */
import { sameAs } from './same-content'
import type { Preset } from './schema'

const shapes: Record<string, string> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'i',
  ј: 'j',
  ѕ: 's',
  ԁ: 'd',
  һ: 'h',
  ԛ: 'q',
  ԝ: 'w',
  в: 'b',
  к: 'k',
  м: 'm',
  н: 'h',
  т: 't',
  г: 'r',
  п: 'n',
  ո: 'n',
  ս: 'u',
  օ: 'o',
  α: 'a',
  β: 'b',
  ε: 'e',
  η: 'n',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  μ: 'm',
  ɑ: 'a',
  ɡ: 'g',
  ı: 'i',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  '0': 'o',
  '1': 'i',
  l: 'i',
  '|': 'i',
  '！': '!',
  '‐': '-',
  '‑': '-',
  '–': '-',
  '—': '-',
  '−': '-',
  '，': ',',
  '‚': ',',
  '٫': ',',
  '’': "'",
  '‘': "'",
  '`': "'",
}

/** The same text for names that look alike. */
export const shapeOf = (name: string): string =>
  Array.from(
    name
      .normalize('NFKD')
      .replace(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, '')
      .toLowerCase(),
    (letter) => shapes[letter] ?? letter,
  )
    .join('')
    .replace(/\s+/g, ' ')
    .trim()

export interface SimilarPresets {
  /** The same preset under another id. */
  same?: Preset
  /** Another one, whose name looks the same. */
  namesake?: Preset
}

export function findSimilar(preset: Preset, presets: readonly Preset[]): SimilarPresets {
  const same = sameAs(preset, presets)
  const shape = shapeOf(preset.name)
  const namesake = presets.find((other) => shapeOf(other.name) === shape)
  return { same, namesake: same ? undefined : namesake }
}
