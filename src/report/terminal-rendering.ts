/**
 * A text as somebody reads it on a screen: without colours and other control sequences, with backspaces
 * carried out, with wrapped lines joined. Views of the text, as in views.ts. Pure.
 */
import type { View } from './view'

interface Cell {
  character: string
  from: number
  to: number
}

const viewOf = (cells: readonly Cell[]): View => ({
  text: cells.map(({ character }) => character).join(''),
  from: cells.map(({ from }) => from),
  to: cells.map(({ to }) => to),
})

const cellsOf = ({ text, from, to }: View): Cell[] =>
  Array.from(text, (character, index) => ({ character, from: from[index]!, to: to[index]! }))

/** CSI sequences, strings such as a title, and the other escapes (ECMA-48). */
const sequences =
  // eslint-disable-next-line no-control-regex -- that is what is looked for
  /\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b\r\n]{0,1024}(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]/g

/** As a terminal draws it. A backspace goes back by one; what comes next is written over what was there. */
export function drawn(source: View): View {
  const hidden = new Set<number>()
  for (const { index, 0: sequence } of source.text.matchAll(sequences)) {
    for (let at = index; at < index + sequence.length; at++) hidden.add(at)
  }
  const cells: Cell[] = []
  let column = 0
  cellsOf(source).forEach((cell, index) => {
    if (hidden.has(index) || cell.character === '\0') return
    if (cell.character === '\b') column = Math.max(0, column - 1)
    else if (cell.character === '\x7f') cells.length = column = Math.max(0, column - 1)
    else cells[column++] = cell
    if (cell.character === '\n') cells.length = column
  })
  return viewOf(cells)
}

const lineEnds = /[ \t]*\r?\n[ \t]*/g

/** Lines joined as they were before somebody wrapped them: at a space (`between`), or anywhere. */
export function joined(source: View, between: '' | ' '): View {
  const cells = cellsOf(source)
  const kept: Cell[] = []
  let at = 0
  for (const { index, 0: end } of source.text.matchAll(lineEnds)) {
    kept.push(...cells.slice(at, index))
    if (between) kept.push({ ...cells[index]!, character: between })
    at = index + end.length
  }
  return viewOf([...kept, ...cells.slice(at)])
}

const multiByte = /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/g

const utf8Decoder = new TextDecoder()
const utf8Encoder = new TextEncoder()
const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

/** In small letters, and each accent as a character of its own (NFD): one spelling for each text. */
export const oneSpelling = (text: string): string => text.normalize('NFD').toLowerCase()

/** The same for text that is UTF-8, one character per byte. */
export function spelled(source: View): View {
  const cells = cellsOf(source)
  const kept: Cell[] = []
  let at = 0
  const asciiUntil = (end: number) => {
    for (const cell of cells.slice(at, end)) {
      const { character } = cell
      kept.push(character < '\x80' ? { ...cell, character: character.toLowerCase() } : cell)
    }
  }
  for (const { index, 0: bytes } of source.text.matchAll(multiByte)) {
    asciiUntil(index)
    at = index + bytes.length
    const { from } = cells[index]!
    const { to } = cells[at - 1]!
    for (const byte of utf8Encoder.encode(oneSpelling(utf8Decoder.decode(bytesOf(bytes))))) {
      kept.push({ character: String.fromCharCode(byte), from, to })
    }
  }
  asciiUntil(cells.length)
  return viewOf(kept)
}
