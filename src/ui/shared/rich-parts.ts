/** Emphasis within a message, as data. */

export interface RichPart {
  /** '' for plain text. */
  tag: '' | 'b' | 'code' | 'kbd' | 'link'
  text: string
}

const emphasis = /<(b|code|kbd|link)>(.*?)<\/\1>/gs

/** @returns `text` in order, cut at the four tags that messages may use; tags do not nest */
export function richParts(text: string): RichPart[] {
  const parts: RichPart[] = []
  let end = 0
  for (const match of text.matchAll(emphasis)) {
    if (match.index > end) parts.push({ tag: '', text: text.slice(end, match.index) })
    parts.push({ tag: match[1] as RichPart['tag'], text: match[2] ?? '' })
    end = match.index + match[0].length
  }
  if (end < text.length) parts.push({ tag: '', text: text.slice(end) })
  return parts
}
