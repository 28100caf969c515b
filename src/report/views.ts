/**
 * Ways to read one text: as it is, with escapes undone, as hexadecimal digits, as base64, as decimal
 * bytes. Each view knows where its characters come from, so that what is found in it can be covered in
 * the original. Text is one character per byte (latin1). Pure.
 */
import { drawn, joined } from './drawn'
import { dumpColumn, fromHexDump } from './hex-dump'
import type { View } from './view'

/** Between runs: matches nothing. */
const gap = '\u0100'

export const identity = (text: string): View => ({
  text,
  from: Array.from(text, (_, index) => index),
  to: Array.from(text, (_, index) => index + 1),
})

class Builder {
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

const backslashes =
  /\\x([0-9a-f]{2})|\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|\\u([0-9a-f]{4})|\\u\{([0-9a-f]{1,6})\}|\\U([0-9a-f]{8})|\\([0-7]{1,3})|\\([\s\S])/gi
const shortEscapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** As in the literals of Python, JSON and JavaScript. */
export const unescaped = (source: View) =>
  replacing(source, backslashes, (out, match, from, to) => {
    const [, x, high, low, u, braced, U, octal, short] = match
    if (x) out.addCode(parseInt(x, 16), from, to, false)
    else if (octal) out.addCode(parseInt(octal, 8), from, to, false)
    else if (high && low) out.addCode(pair(parseInt(high, 16), parseInt(low, 16)), from, to, true)
    else if (short) out.add(shortEscapes[short] ?? short, from, to)
    else out.addCode(parseInt(u ?? braced ?? U ?? '', 16), from, to, true)
  })

const pair = (high: number, low: number) => 0x10000 + ((high & 0x3ff) << 10) + (low & 0x3ff)

/** As in addresses and forms (RFC 3986). */
export const fromPercent = (source: View) =>
  replacing(source, /%([0-9a-f]{2})/gi, (out, [, digits = ''], from, to) =>
    out.addCode(parseInt(digits, 16), from, to, false),
  )

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}

/** As in HTML. */
export const fromEntities = (source: View) =>
  replacing(
    source,
    /&#x([0-9a-f]{1,6});|&#(\d{1,7});|&(amp|lt|gt|quot|apos|nbsp);/gi,
    (out, [, hex, decimal, name], from, to) => {
      if (name) out.add(entities[name.toLowerCase()] ?? '&', from, to)
      else out.addCode(hex ? parseInt(hex, 16) : Number(decimal), from, to, true)
    },
  )

/** What does not match stays as it is. */
function replacing(
  source: View,
  form: RegExp,
  replace: (out: Builder, match: RegExpMatchArray, from: number, to: number) => void,
): View {
  const out = new Builder(source)
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

/** Digits that stand together or are parted as people and programs part them. */
const hexRun = /(?:(?:0x|\\x)?[0-9a-f](?:[ \t\r\n:,.;_-]{0,3}|(?:[ ,]*(?:0x|\\x))?)){6,}/gi

/** Pairs of digits; `offset` 1 for runs that begin with half a byte. */
export function fromHex(source: View, offset: 0 | 1): View {
  const out = new Builder(source)
  for (const match of source.text.matchAll(hexRun)) {
    const digits = [...match[0].matchAll(/0x(?=[0-9a-f])|\\x|([0-9a-f])/gi)]
      .filter((digit) => digit[1] !== undefined)
      .map((digit) => ({ value: digit[1]!, at: match.index + digit.index }))
    for (let index = offset; index + 1 < digits.length; index += 2) {
      const [high, low] = [digits[index]!, digits[index + 1]!]
      out.add(String.fromCharCode(parseInt(high.value + low.value, 16)), high.at, low.at + 1)
    }
    out.add(gap, match.index, match.index + 1)
  }
  return out.finish()
}

const base64Run = /(?:[A-Za-z0-9+/_-][\r\n]*){4,}/g
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function sixBits(character: string): number {
  if (character === '-') return 62
  if (character === '_') return 63
  return alphabet.indexOf(character)
}

/** `offset` is how many characters of a run come before the first whole group of four. */
export function fromBase64(source: View, offset: number): View {
  const out = new Builder(source)
  for (const match of source.text.matchAll(base64Run)) {
    const values = [...match[0]].flatMap((character, index) => {
      const value = sixBits(character)
      return value < 0 ? [] : [{ value, at: match.index + index }]
    })
    for (let index = offset; index + 1 < values.length; index += 4) {
      const group = values.slice(index, index + 4)
      const bits = group.reduce((sum, { value }, place) => sum | (value << (18 - 6 * place)), 0)
      for (let byte = 0; byte + 1 < group.length; byte++) {
        const code = (bits >> (16 - 8 * byte)) & 0xff
        out.add(String.fromCharCode(code), group[byte]!.at, group[byte + 1]!.at + 1)
      }
    }
    out.add(gap, match.index, match.index + 1)
  }
  return out.finish()
}

const decimalRun = /\d{1,3}(?:[\s,;]{1,4}\d{1,3}){2,}/g

/** "72, 111, 109, 101" */
export function fromDecimals(source: View): View {
  const out = new Builder(source)
  for (const match of source.text.matchAll(decimalRun)) {
    for (const number of match[0].matchAll(/\d{1,3}/g)) {
      const from = match.index + number.index
      const value = Number(number[0])
      out.add(value < 256 ? String.fromCharCode(value) : gap, from, from + number[0].length)
    }
    out.add(gap, match.index, match.index + 1)
  }
  return out.finish()
}

/** As in mail: a soft line end is none. */
const fromQuotedPrintable = (source: View) =>
  replacing(source, /=(?:\r?\n|([0-9a-f]{2}))/gi, (out, [, digits], from, to) => {
    if (digits) out.addCode(parseInt(digits, 16), from, to, false)
  })

const readings: ((source: View) => View)[] = [
  unescaped,
  fromPercent,
  fromEntities,
  (source) => fromHex(source, 0),
  (source) => fromHex(source, 1),
  fromDecimals,
  ...[0, 1, 2, 3].map((offset) => (source: View) => fromBase64(source, offset)),
]

/** These need the line ends, so only of the text as it stands. */
const readingsByLine: ((source: View) => View)[] = [
  fromQuotedPrintable,
  (source) => fromHexDump(source, 'big'),
  (source) => fromHexDump(source, 'little'),
  dumpColumn,
]

/** The text as it is, and as it looks on a screen where that differs. */
export function surfacesOf(text: string): View[] {
  const plain = identity(text)
  // eslint-disable-next-line no-control-regex -- that is what is looked for
  return /[\x1b\b\x7f\0]/.test(text) ? [plain, drawn(plain)] : [plain]
}

/** The text itself, joined lines, each reading of these, and each reading of those. */
export function viewsOf(text: string): View[] {
  const surfaces = surfacesOf(text)
  const broken = surfaces.filter((view) => view.text.includes('\n'))
  const whole = broken.map((view) => joined(view, ''))
  const once = [
    ...[...surfaces, ...whole].flatMap((view) => readings.map((read) => read(view))),
    ...surfaces.flatMap((view) => readingsByLine.map((read) => read(view))),
  ]
  const worthwhile = once.filter((view) => view.text.length >= 4)
  return [
    ...surfaces,
    ...whole,
    ...broken.map((view) => joined(view, ' ')),
    ...once,
    ...worthwhile.flatMap((view) => readings.map((read) => read(view))),
  ]
}
