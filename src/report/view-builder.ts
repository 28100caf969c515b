/** Makes a view of another one, character by character, and keeps where each comes from. Pure. */
import type { View } from './view'

/** Between runs: matches nothing. */
export const gap = '\u0100'

export const identity = (text: string): View => ({
  text,
  from: Array.from(text, (_, index) => index),
  to: Array.from(text, (_, index) => index + 1),
})

export class ViewBuilder {
  readonly #text: string[] = []
  readonly view: View = { text: '', from: [], to: [] }

  constructor(private readonly source: View) {}

  /** `from` and `to` are positions in the source view. */
  add(character: string, from: number, to: number): void {
    this.#text.push(character)
    this.view.from.push(this.source.from[from] ?? 0)
    this.view.to.push(this.source.to[to - 1] ?? 0)
  }

  /** A character above one byte as its UTF-8. */
  addCode(code: number, from: number, to: number, asUtf8: boolean): void {
    if (!asUtf8 || code < 0x80) return this.add(String.fromCharCode(code & 0xff), from, to)
    const valid = code <= 0x10ffff ? String.fromCodePoint(code) : '?'
    for (const byte of new TextEncoder().encode(valid)) {
      this.add(String.fromCharCode(byte), from, to)
    }
  }

  finish(): View {
    this.view.text = this.#text.join('')
    return this.view
  }
}

/** What does not match stays as it is. */
export function replacing(
  source: View,
  form: RegExp,
  replace: (out: ViewBuilder, match: RegExpMatchArray, from: number, to: number) => void,
): View {
  const out = new ViewBuilder(source)
  const { text } = source
  let at = 0
  const plain = (until: number) => {
    for (; at < until; at++) out.add(text[at]!, at, at + 1)
  }
  for (const match of text.matchAll(form)) {
    const [from, to] = [match.index, match.index + match[0].length]
    plain(from)
    replace(out, match, from, to)
    at = to
  }
  plain(text.length)
  return out.finish()
}
