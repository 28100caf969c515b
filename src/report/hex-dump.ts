/**
 * Hex dumps with an offset before each line, as hexdump, xxd, od and Wireshark print them: the bytes of all
 * lines together, and the text column of all lines together. Views of the text, as in views.ts. Pure.
 */
import type { View } from './view'

/** Offset, colon or not, and what follows. */
const dumpLine = /^[^\S\n]*(?:0x)?[0-9a-f]{4,16}:?[^\S\n]+(?=[0-9a-f]{2})(.*)$/dgim
const group = /[^\S\n]{0,3}((?:[0-9a-f]{2}){1,4})(?=\s|$)/dgiy
const bytesPerLine = 16

interface DumpLine {
  bytes: { code: number; from: number; to: number }[]
  /** Where the text column begins in the whole text, and where the line ends. */
  restFrom: number
  restTo: number
}

function linesOf(text: string, order: 'big' | 'little'): DumpLine[] {
  return [...text.matchAll(dumpLine)].map((match) => {
    const [from, to] = match.indices![1]!
    const line: DumpLine = { bytes: [], restFrom: from, restTo: to }
    group.lastIndex = from
    while (line.bytes.length < bytesPerLine) {
      const found = group.exec(text.slice(0, to))
      if (!found) break
      line.bytes.push(...bytesOf(found[1]!, found.indices![1]![0], order))
      line.restFrom = group.lastIndex
    }
    return line
  })
}

function bytesOf(digits: string, at: number, order: 'big' | 'little') {
  const pairs = Array.from({ length: digits.length / 2 }, (_, index) => ({
    code: parseInt(digits.slice(2 * index, 2 * index + 2), 16),
    from: at + 2 * index,
    to: at + 2 * index + 2,
  }))
  return order === 'little' ? pairs.toReversed() : pairs
}

/** @param order `little` for words of 16 bits on a small-endian machine, as `hexdump` prints them */
export function fromHexDump(source: View, order: 'big' | 'little'): View {
  const bytes = linesOf(source.text, order).flatMap((line) => line.bytes)
  return {
    text: bytes.map(({ code }) => String.fromCharCode(code)).join(''),
    from: bytes.map(({ from }) => source.from[from]!),
    to: bytes.map(({ to }) => source.to[to - 1]!),
  }
}

/**
 * The columns on the right, of which each has a part of the text: read with the bytes beside them, because
 * a column has only dots for letters beyond ASCII.
 */
export function dumpColumn(source: View): View {
  const cells = linesOf(source.text, 'big').flatMap(({ bytes, restFrom, restTo }) => {
    const column = source.text.slice(restFrom, restTo).replace(/\|?\r?$/, '')
    const first = restFrom + column.length - bytes.length
    if (first < restFrom) return []
    return bytes.map(({ code }, index) => ({ code, at: first + index }))
  })
  return {
    text: cells.map(({ code }) => String.fromCharCode(code)).join(''),
    from: cells.map(({ at }) => source.from[at]!),
    to: cells.map(({ at }) => source.to[at]!),
  }
}
