/**
 * Words of one's own that a preset is found by. They belong to this browser's list and the files that are
 * exported from it; a link does not carry them, because they say nothing to whoever opens it. A preset
 * without tags has no such field at all, so that pages from before tags read it like any other.
 */
import * as v from 'valibot'
import m from '../messages/compiled/preset-rules'
import { shownName } from './plain-text'

export const maxTags = 8
/** What is typed may be more, until it is to be saved. */
export const maxTypedTags = 50

/** In UTF-16 units, as a form field counts. */
const longestTag = 24
const unfit = () => m.tag.length({ most: longestTag })

const tag = v.pipe(
  shownName,
  v.minLength(1, unfit),
  v.maxLength(longestTag, unfit),
  v.check((text) => !text.includes(','), unfit),
)

export const tagsSchema = v.pipe(
  v.array(tag),
  v.maxLength(maxTags, () => m.tag.tooMany({ most: maxTags })),
  v.transform(withoutTwins),
)

/** Small and capital letters make no difference: the first way of writing one is kept. */
function withoutTwins(tags: string[]): string[] {
  const seen = new Map(tags.toReversed().map((text) => [text.toLowerCase(), text]))
  return tags.filter(
    (text) => seen.get(text.toLowerCase()) === text && seen.delete(text.toLowerCase()),
  )
}

/** "porch, lab 3" as a list. */
export const tagsIn = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .slice(0, maxTypedTags)

/** And back again. */
export const tagsText = (tags: readonly string[] = []): string => tags.join(', ')

/** The text of a form's field. */
export const typedTagsSchema = v.pipe(v.string(), v.transform(tagsIn), tagsSchema)
