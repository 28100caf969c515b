/**
 * Numbers in a line that a program printed: `name:value` pairs, or columns as in "1.0 2.0", CSV and Python's
 * tuples. A line that is mostly words is none. Pure.
 */

export interface Reading {
  name: string
  value: number
}

export type NumberLine =
  | { is: 'named'; readings: Reading[] }
  | { is: 'columns'; values: number[] }
  /** Names for the columns that follow. */
  | { is: 'header'; names: string[] }

/** So many lines can be told apart; what more a line has is left out. */
export const mostSeries = 8
const longestNameChars = 24
const longestLineChars = 400

const number = '[-+]?(?:\\d{1,20}(?:\\.\\d{0,20})?|\\.\\d{1,20})(?:[eE][-+]?\\d{1,3})?'
/** A unit may stand right behind it: "21.5C", "45%". */
const named = new RegExp(
  `^([\\p{L}_][\\p{L}\\p{N}_ ./()°%-]{0,40}?) ?[:=] ?(${number})(?: ?[\\p{L}%°/]{1,6})?$`,
  'u',
)
const plain = new RegExp(`^${number}$`)
const word = /^[\p{L}_][\p{L}\p{N}_./()°%-]{0,40}$/u

/** @returns undefined for a line that is to be left alone */
export function numberLine(line: string): NumberLine | undefined {
  const text = line.trim()
  if (text === '' || text.length > longestLineChars) return undefined
  return namedLine(text) ?? columnLine(text) ?? headerLine(text)
}

function namedLine(text: string): NumberLine | undefined {
  if (!/[:=]/.test(text)) return undefined
  for (const parts of [text.split(/\s*[,;\t]\s*/), spacedPairs(text)]) {
    const readings = parts.map(readingIn)
    if (parts.length > 0 && readings.every((reading) => reading !== undefined)) {
      return { is: 'named', readings: readings.slice(0, mostSeries) }
    }
  }
  return undefined
}

/** "a:1 b: 2" has its pairs between spaces, of which one may stand behind the colon. */
const spacedPairs = (text: string) => text.replace(/([:=])\s+/g, '$1').split(/\s+/)

function readingIn(part: string): Reading | undefined {
  const match = named.exec(part)
  if (!match) return undefined
  return { name: match[1]!.trim().slice(0, longestNameChars), value: finite(match[2]!) }
}

function columnLine(text: string): NumberLine | undefined {
  const parts = columnsOf(text.replace(/^[([](.*)[)\]]$/, '$1'))
  if (!parts.every((part) => plain.test(part))) return undefined
  return { is: 'columns', values: parts.slice(0, mostSeries).map(finite) }
}

/** Two names or more: one word alone is a word. */
function headerLine(text: string): NumberLine | undefined {
  const parts = columnsOf(text.replace(/^#\s*/, '')).map((part) => part.replace(/^"(.*)"$/, '$1'))
  const isHeader =
    parts.length >= 2 &&
    parts.every((part) => word.test(part)) &&
    new Set(parts).size === parts.length
  if (!isHeader) return undefined
  return {
    is: 'header',
    names: parts.slice(0, mostSeries).map((name) => name.slice(0, longestNameChars)),
  }
}

const columnsOf = (text: string) => {
  const parts = text.split(/[,;\t]/.test(text) ? /\s*[,;\t]\s*/ : /\s+/)
  if (parts.at(-1) === '') parts.pop()
  return parts
}

/** "1e999" is a gap. */
const finite = (text: string) => (Number.isFinite(Number(text)) ? Number(text) : NaN)
