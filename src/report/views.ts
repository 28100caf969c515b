/**
 * Ways to read one text: as it is, with escapes undone, as hexadecimal digits, as base64, as decimal
 * bytes. Each view knows where its characters come from, so that what is found in it can be covered in
 * the original. Text is one character per byte (latin1). Pure.
 */
import { drawn, joined } from './terminal-rendering'
import { fromEntities, fromPercent, fromQuotedPrintable, unescaped } from './escapes'
import { dumpColumn, fromHexDump } from './hex-dump'
import { fromBase64, fromDecimals, fromHex } from './numerals'
import type { View } from './view'
import { identity } from './view-builder'

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
