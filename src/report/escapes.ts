/**
 * Views of a text with its escapes undone: those of source code, of addresses, of HTML and of mail.
 * Text is one character per byte (latin1). Pure.
 */
import type { View } from './view'
import { replacing } from './view-builder'

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

/** As in mail: a soft line end is none. */
export const fromQuotedPrintable = (source: View) =>
  replacing(source, /=(?:\r?\n|([0-9a-f]{2}))/gi, (out, [, digits], from, to) => {
    if (digits) out.addCode(parseInt(digits, 16), from, to, false)
  })
