/** Redacted traffic as lines: time, direction, sixteen bytes as hex and as text. */
import { hexDigits } from '../bytes/hex'
import m from '../messages/compiled/report'
import type { Piece, RedactedEntry } from './redact'

const shownBytes = 4096
const bytesPerLine = 16
const hexColumns = 3 * bytesPerLine
const arrows = { in: '←', out: '→' }

/** Only the last 4 KiB of bytes, and what happened between them. */
export function trafficLines(entries: readonly RedactedEntry[]): string[] {
  let leftBytes = shownBytes
  const shown: string[][] = []
  for (const entry of entries.toReversed()) {
    if (leftBytes <= 0) break
    shown.unshift(linesOf(entry, leftBytes))
    leftBytes -= 'bytes' in entry ? entry.bytes.length : 0
  }
  return shown.flat()
}

function linesOf(entry: RedactedEntry, mostBytes: number): string[] {
  const time = `${(entry.atMs / 1000).toFixed(3).padStart(9)} s`
  if (entry.kind === 'note') return [`${time} · ${entry.text}`]
  const arrow = arrows[entry.direction]
  if (entry.kind === 'held')
    return [`${time} ${arrow} ${m.traffic.payload({ bytes: String(entry.sizeBytes) })}`]
  if (entry.kind === 'bytes') return dump(`${time} ${arrow}`, entry.pieces ?? [], mostBytes)
  const rest =
    entry.omittedBytes > 0 ? ` ${m.traffic.omitted({ bytes: String(entry.omittedBytes) })}` : ''
  const bytes = entry.bytes.length > 0 ? `: ${hexOf([...entry.bytes])}` : ''
  return [`${time} ${arrow} ${entry.about}${bytes}${rest}`]
}

/** A byte, or the words that stand for several. */
type Cell = number | string

const cellsOf = (pieces: readonly Piece[]): Cell[] =>
  pieces.flatMap((piece): Cell[] =>
    'covered' in piece ? [`[${piece.covered}]`] : [...piece.bytes],
  )

function dump(head: string, pieces: readonly Piece[], mostBytes: number): string[] {
  const cells = cellsOf(pieces).slice(-mostBytes)
  const lines: string[] = []
  for (let at = 0; at < cells.length; at += bytesPerLine) {
    const some = cells.slice(at, at + bytesPerLine)
    const start = at === 0 ? head : ' '.repeat(head.length)
    lines.push(`${start} ${hexOf(some).padEnd(hexColumns)} ${textOf(some)}`)
  }
  return lines
}

const hexOf = (cells: readonly Cell[]) =>
  cells.map((cell) => (typeof cell === 'string' ? cell : hexDigits(cell, 2))).join(' ')

const textOf = (cells: readonly Cell[]) =>
  cells.map((cell) => (typeof cell === 'string' ? cell : printable(cell))).join('')

const printable = (byte: number) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')
