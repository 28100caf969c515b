/** Tracebacks of the virtual board are as on the chip: no frames of the modules that stand in for C. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TracebackFilter } from '../../../../src/virtual-board/python-worker/traceback-filter'
import { decode, encode } from '../../../support/bytes'

function filtered(pieces: readonly string[]): string {
  const frames = new TracebackFilter()
  const out: number[] = []
  for (const piece of pieces) out.push(...frames.push(encode(piece)))
  return decode(out)
}

const heading = 'Traceback (most recent call last):\n'
const main = ['  File "', 'main.py', '", line ', '2', ', in ', 'turn', '\n']
const own = ['  File "', '/stand-ins/_new_select.py', '", line ', '77', ', in ', 'poll', '\n']

test('frames of the stand-in modules are left out, all others stay', () => {
  expect(filtered([heading, ...main, ...own, ...own, 'KeyboardInterrupt', ': ', '\n'])).toBe(
    `${heading}${main.join('')}KeyboardInterrupt: \n`,
  )
})

test('also in one piece, as the raw REPL sends what a program has made of it', () => {
  expect(filtered([heading + own.join('') + main.join('') + 'OSError: 2\n'])).toBe(
    `${heading}${main.join('')}OSError: 2\n`,
  )
})

test('what is printed without a line’s end is not held back', () => {
  for (const piece of ['', ' ', '  ', '  F', '>>> ', 'x\n  ', '  File']) {
    expect(filtered([piece])).toBe(piece)
  }
})

test('everything else goes through as it is', () => {
  const pieces = fc.array(
    fc.oneof(fc.string(), fc.constantFrom('  File "', '\n', ' ', 'main.py", line 2\n', '/stand')),
  )
  fc.assert(
    fc.property(pieces, (some) => {
      const rest = new TracebackFilter()
      const out: number[] = []
      for (const piece of some) out.push(...rest.push(encode(piece)))
      out.push(...rest.end())
      expect(decode(out)).toBe(some.join(''))
    }),
  )
})
