/**
 * Finds secrets whose value is known, however they are written. Text is one character per byte
 * (latin1); positions are those of that text. Pure.
 */
import type { View } from './views'

/** From `from` up to but without `to`, to be covered with `label`. */
export interface Range {
  from: number
  to: number
  label: string
}

export interface Secret {
  value: string
  /** What stands there instead, such as "password". */
  label: string
}

/** Too short to be told from chance: only as a word of its own. */
const shortestAnywhere = 3

export const bytesAsText = (bytes: Uint8Array): string => {
  const pieces: string[] = []
  for (let at = 0; at < bytes.length; at += 4096) {
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 4096)))
  }
  return pieces.join('')
}

const utf8 = (text: string) => bytesAsText(new TextEncoder().encode(text))

/** Letters of either case, and the plus sign that forms write for a space. */
const folded = (text: string) =>
  text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()).replaceAll('+', ' ')

/** As bytes of UTF-8, and as one byte per character where a program did not know better. */
function formsOf(value: string): string[] {
  const narrow = /^[\0-\xff]*$/.test(value) ? [value] : []
  return [...new Set([utf8(value), ...narrow])].map(folded)
}

export function findSecrets(views: readonly View[], secrets: readonly Secret[]): Range[] {
  const texts = views.map((view) => ({ view, text: folded(view.text) }))
  return secrets.flatMap(({ value, label }) =>
    formsOf(value).flatMap((form) => {
      if (form.length === 0) return []
      if (form.length < shortestAnywhere) return words(texts[0]!, form, label)
      return texts.flatMap((one) => occurrences(one, form, label))
    }),
  )
}

function occurrences({ view, text }: { view: View; text: string }, form: string, label: string) {
  const found: Range[] = []
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
    const last = at + form.length - 1
    found.push({ from: view.from[at]!, to: view.to[last]!, label })
  }
  return found
}

const isPartOfWord = (character: string | undefined) =>
  character !== undefined && /[\w\x80-\xff]/.test(character)

function words(one: { view: View; text: string }, form: string, label: string): Range[] {
  return occurrences(one, form, label).filter(
    ({ from, to }) => !isPartOfWord(one.text[from - 1]) && !isPartOfWord(one.text[to]),
  )
}

/** What is left of a secret where the record begins in its midst, or ends before it is through. */
export function findRemains(text: string, secrets: readonly Secret[], wasCut: boolean): Range[] {
  const whole = folded(text)
  return secrets.flatMap(({ value, label }) =>
    formsOf(value).flatMap((form) => {
      const found: Range[] = []
      const head = longest(form.length, (length) => whole.startsWith(form.slice(-length)))
      if (wasCut && head > 0) found.push({ from: 0, to: head, label })
      const tail = longest(form.length, (length) => whole.endsWith(form.slice(0, length)))
      if (tail > 1) found.push({ from: whole.length - tail, to: whole.length, label })
      return found
    }),
  )
}

function longest(most: number, fits: (length: number) => boolean): number {
  for (let length = most - 1; length > 0; length--) if (fits(length)) return length
  return 0
}
