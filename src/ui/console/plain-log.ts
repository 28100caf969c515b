/** A console's log as plain text: without control sequences, as it stood on the screen, line by line. */
import type { LogSegment } from './console-log'
import { clockTime } from './line-stamps'
import { ScreenLine } from './screen-line'

// eslint-disable-next-line no-control-regex -- that is what is looked for
const control = /[\0-\x08\x0b-\x1f\x7f]/

/** So long a line is given out in parts. */
const mostLineChars = 16 * 1024

export interface PlainLogOptions {
  /** Whether each line begins with the time at which it began. */
  stamps: boolean
  /** The first line is half of one, and left out. */
  isCut: boolean
}

/** @returns the lines of `segments`, each with its line feed */
export function* plainLog(
  segments: Iterable<LogSegment>,
  { stamps, isCut }: PlainLogOptions,
): Generator<string> {
  let isFirst = true
  for (const { ms, text } of rawLines(segments)) {
    const skipped = isFirst && isCut
    isFirst = false
    if (!skipped) yield `${stamps ? `${clockTime(ms)} ` : ''}${plainLine(text)}\n`
  }
}

interface RawLine {
  ms: number
  text: string
}

function* rawLines(segments: Iterable<LogSegment>): Generator<RawLine> {
  const decoder = new TextDecoder()
  let open: RawLine | undefined
  for (const { ms, bytes } of segments) {
    const parts = decoder.decode(bytes, { stream: true }).split('\n')
    for (const [index, part] of parts.entries()) {
      if (index > 0) {
        yield open ?? { ms, text: '' }
        open = undefined
      }
      if (part === '') continue
      open = { ms: open?.ms ?? ms, text: (open?.text ?? '') + part }
      if (open.text.length < mostLineChars) continue
      yield open
      open = undefined
    }
  }
  if (open) yield open
}

function plainLine(text: string): string {
  const withoutEnd = text.replace(/\r+$/, '')
  if (!control.test(withoutEnd)) return withoutEnd
  const line = new ScreenLine()
  line.push(withoutEnd)
  return line.text.trimEnd()
}
