/** Which presets somebody looks for: by name, board, access point, app or tag. */
import type { Preset } from '../../presets/schema'
import { boardNames } from '../../presets/words'

export interface Search {
  /** Every word of it must be found; accents and capital letters make no difference. */
  text: string
  /** One tag that they must have; undefined for any. */
  tag?: string
}

export function found(presets: readonly Preset[], { text, tag }: Search): readonly Preset[] {
  const words = plain(text).split(/\s+/).filter(Boolean)
  if (words.length === 0 && tag === undefined) return presets
  return presets.filter((preset) => {
    const said = plain(saidOf(preset))
    return words.every((word) => said.includes(word)) && (tag === undefined || hasTag(preset, tag))
  })
}

/** All tags in use, in the order of the alphabet; each once, as it is written first. */
export function tagsOf(presets: readonly Preset[]): string[] {
  const written = new Map<string, string>()
  for (const tag of presets.flatMap(({ tags = [] }) => tags)) {
    if (!written.has(plain(tag))) written.set(plain(tag), tag)
  }
  return [...written.values()].toSorted((a, b) => a.localeCompare(b))
}

const hasTag = ({ tags = [] }: Preset, tag: string) => tags.some((own) => plain(own) === plain(tag))

const saidOf = ({ name, board, app, portal, tags = [] }: Preset) =>
  [name, boardNames[board](), app?.name, portal.accessPointName, ...tags].join('\n')

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
