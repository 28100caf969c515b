/**
 * Covers what is private in texts and in recorded traffic: what is known (secrets), what shows by its
 * form (patterns), and both also where it is split over several chunks. Pure.
 */
import type { Direction, TrafficEntry } from '../serial/traffic'
import { coveredWords } from './covered-words'
import { bytesAsText, findRemains, findSecrets, type Range, type Secret } from './known-secrets'
import { findPatterns, findTyped, typedSecrets, type PatternOptions } from './patterns'
import { surfacesOf, viewsOf } from './views'
import type { View } from './view'

/** Bytes as they were, or what stands for those that were covered. */
export type Piece = { bytes: Uint8Array } | { covered: string }

/** An entry of the record whose bytes may have holes. */
export type RedactedEntry = TrafficEntry & { pieces?: Piece[] }

export interface RecordedTraffic {
  entries: readonly TrafficEntry[]
  wasCut(direction: Direction): boolean
}

export interface RedactOptions extends PatternOptions {
  secrets: readonly Secret[]
}

const asBytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

export function redactText(text: string, options: RedactOptions): string {
  const whole = bytesAsText(new TextEncoder().encode(text))
  const pieces = cut(whole, 0, merged(rangesIn(whole, options)))
  const kept = pieces.map((piece) =>
    'covered' in piece ? `[${piece.covered}]` : bytesAsText(piece.bytes),
  )
  return new TextDecoder().decode(asBytes(kept.join('')))
}

const rangesIn = (text: string, options: RedactOptions): Range[] => [
  ...findSecrets(viewsOf(text), options.secrets),
  ...surfacesOf(text).flatMap((view) =>
    findPatterns(view.text, options).map((range) => inOriginal(range, view)),
  ),
]

const inOriginal = ({ from, to, label }: Range, view: View): Range => ({
  from: view.from[from] ?? 0,
  to: view.to[to - 1] ?? 0,
  label,
})

export function redactTraffic(traffic: RecordedTraffic, options: RedactOptions): RedactedEntry[] {
  const streams = { in: streamOf(traffic.entries, 'in'), out: streamOf(traffic.entries, 'out') }
  const typed = { in: findTyped(streams.in.text, 'in'), out: findTyped(streams.out.text, 'out') }
  const secrets = [
    ...options.secrets,
    ...typedSecrets(streams.in.text, typed.in),
    ...typedSecrets(streams.out.text, typed.out),
  ]
  const rangesOf = (direction: Direction) => {
    const { text } = streams[direction]
    return merged([
      ...typed[direction],
      ...rangesIn(text, { ...options, secrets }),
      ...findRemains(text, secrets, traffic.wasCut(direction)),
    ])
  }
  const ranges = { in: rangesOf('in'), out: rangesOf('out') }
  return traffic.entries.map((entry) => {
    if (entry.kind === 'note')
      return { ...entry, text: redactText(entry.text, { ...options, secrets }) }
    if (entry.kind !== 'bytes') return entry
    const at = streams[entry.direction].starts.get(entry) ?? 0
    const text = bytesAsText(entry.bytes)
    return { ...entry, pieces: cut(text, at, ranges[entry.direction]) }
  })
}

/** All that went one way, in one text: chunks end where they like. */
function streamOf(entries: readonly TrafficEntry[], direction: Direction) {
  const starts = new Map<TrafficEntry, number>()
  let text = ''
  for (const entry of entries) {
    if (entry.kind !== 'bytes' || entry.direction !== direction) continue
    starts.set(entry, text.length)
    text += bytesAsText(entry.bytes)
  }
  return { text, starts }
}

/** In order and without overlaps; what touches is covered as one. */
function merged(ranges: readonly Range[]): Range[] {
  const sorted = ranges.filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from)
  const result: Range[] = []
  for (const range of sorted) {
    const last = result.at(-1)
    if (last && range.from <= last.to) last.to = Math.max(last.to, range.to)
    else result.push({ ...range })
  }
  return result
}

/** `text`, which begins at `start` of the whole, without what the ranges cover there. */
function cut(text: string, start: number, ranges: readonly Range[]): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  const keep = (until: number) => {
    if (until > at) pieces.push({ bytes: asBytes(text.slice(at, until)) })
  }
  for (const { from, to, label } of ranges) {
    if (to <= start || from >= start + text.length) continue
    keep(from - start)
    at = Math.min(text.length, to - start)
    // The second half of what began in an earlier chunk has been told there.
    pieces.push({ covered: from >= start ? coveredWords[label]() : '…' })
  }
  keep(text.length)
  return pieces
}
