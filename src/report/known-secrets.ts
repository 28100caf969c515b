/**
 * Finds secrets whose value is known, however they are written. Text is one character per byte
 * (latin1); positions are those of that text. Pure.
 */
import type { CoveredAs } from './covered-words'
import { oneSpelling, spelled } from './terminal-rendering'
import type { View } from './view'

/** From `from` up to but without `to`, to be covered and named by `label`. */
export interface Range {
  from: number
  to: number
  label: CoveredAs
}

export interface Secret {
  value: string
  /** What is said to have been there. */
  label: CoveredAs
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

/** The plus sign that forms write for a space. */
const spaced = (text: string) => text.replaceAll('+', ' ')

const folded = (text: string) => spaced(text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()))

/**
 * In one spelling (small letters, accents apart), as bytes of UTF-8, and as one byte per character where a
 * program did not know better. Capitals have spellings of their own: "ß" becomes "SS".
 */
function formsOf(value: string): string[] {
  const cases = [value, value.toUpperCase(), value.toLowerCase()]
  const narrow = cases
    .map((text) => text.normalize('NFC'))
    .filter((text) => /^[\0-\xff]*$/.test(text))
  return [...new Set([...cases.map((text) => utf8(oneSpelling(text))), ...narrow.map(folded)])].map(
    spaced,
  )
}

/** As it was typed, for a record that was cut within it. */
const plainFormsOf = (value: string): string[] => [
  ...new Set([folded(utf8(value)), ...formsOf(value)]),
]

export function findSecrets(views: readonly View[], secrets: readonly Secret[]): Range[] {
  const texts = views.flatMap((view) => {
    const plain = { view, text: folded(view.text) }
    if (!/[\x80-\xff]/.test(view.text)) return [plain]
    const one = spelled(view)
    return [plain, { view: one, text: spaced(one.text) }]
  })
  return secrets.flatMap(({ value, label }) =>
    formsOf(value).flatMap((form) => {
      if (form.length === 0) return []
      if (form.length < shortestAnywhere) return words(texts[0]!, form, label)
      return texts.flatMap((one) => occurrences(one, form, label))
    }),
  )
}

function occurrences({ view, text }: { view: View; text: string }, form: string, label: CoveredAs) {
  const found: Range[] = []
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
    const end = at + form.length
    // What was written over, or in another order of bytes, does not stand in the order of its reading.
    const from = Math.min(...view.from.slice(at, end))
    found.push({ from, to: Math.max(...view.to.slice(at, end)), label })
  }
  return found
}

const isPartOfWord = (character: string | undefined) =>
  character !== undefined && /[\w\x80-\xff]/.test(character)

function words(one: { view: View; text: string }, form: string, label: CoveredAs): Range[] {
  return occurrences(one, form, label).filter(
    ({ from, to }) => !isPartOfWord(one.text[from - 1]) && !isPartOfWord(one.text[to]),
  )
}

/** What is left of a secret where the record begins in its midst, or ends before it is through. */
export function findRemains(text: string, secrets: readonly Secret[], wasCut: boolean): Range[] {
  const whole = folded(text)
  return secrets.flatMap(({ value, label }) =>
    plainFormsOf(value).flatMap((form) => {
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
