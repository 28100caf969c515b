/**
 * Views of the bytes that a text spells: as hexadecimal digits, in base64, as decimal numbers. Between two
 * runs of them stands `gap`. Pure.
 */
import type { View } from './view'
import { gap, ViewBuilder } from './view-builder'

/** Digits that stand together or are parted as people and programs part them. */
const hexRun = /(?:(?:0x|\\x)?[0-9a-f](?:[ \t\r\n:,.;_-]{0,3}|(?:[ ,]*(?:0x|\\x))?)){6,}/gi

/** Pairs of digits; `offset` 1 for runs that begin with half a byte. */
export function fromHex(source: View, offset: 0 | 1): View {
  const out = new ViewBuilder(source)
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
  const out = new ViewBuilder(source)
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
  const out = new ViewBuilder(source)
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
