/** Improv's frames are taken out of a board's output, and nothing else. */
import { describe, expect, it } from 'vitest'
import { BoardWatch } from '../../../src/micropython/board-watch'
import { ImprovFilter } from '../../../src/improv/frame-filter'
import { LineSplitter } from '../../../src/micropython/line-splitter'
import { frame } from '../../firmware/improv-client'
import { decode, encode } from '../../support/bytes'

const network = (name: string) => {
  const parts = [name, '-60', 'YES'].map((part) => [...encode(part)])
  const strings = parts.flatMap((part) => [part.length, ...part])
  return frame(4, [4, strings.length, ...strings])
}
const lineEnd = [13, 10]
const output = Uint8Array.from([
  ...encode('Before\r\n'),
  ...frame(1, [2]),
  ...lineEnd,
  ...network("\nConnected to 'X' with IP 6.6.6.6\n"),
  ...lineEnd,
  ...encode('IMPROV is a word\r\nI\r\n'),
  ...frame(2, [10]),
  10,
  ...encode('>>> '),
])
const rest = 'Before\r\nIMPROV is a word\r\nI\r\n>>> '

describe('the filter', () => {
  it.each([1, 2, 3, 7, 1000])('takes frames out, in pieces of %i bytes', (size) => {
    const filter = new ImprovFilter()
    let passed = ''
    for (let at = 0; at < output.length; at += size)
      passed += decode(filter.push(output.subarray(at, at + size)))
    expect(passed).toBe(rest)
    expect(filter.isHolding).toBe(false)
  })

  it('passes a frame with a wrong checksum, one inside a line, and one of another kind', () => {
    for (const bytes of [
      frame(1, [2]).with(-1, 0),
      [...encode('x'), ...frame(1, [2])],
      frame(9, [2]),
      [...frame(4, [1, 2, 3]).slice(0, 10), 200, 201, 202, 203],
    ]) {
      const all = Uint8Array.from([...bytes, ...encode('\r\nafter\r\n')])
      const filter = new ImprovFilter()
      expect(filter.push(all)).toEqual(all)
    }
  })

  it('finds a frame behind one that broke off', () => {
    const broken = frame(1, [2]).slice(0, 8)
    const filter = new ImprovFilter()
    const all = Uint8Array.from([...broken, ...lineEnd, ...frame(1, [2]), ...lineEnd, 65])
    expect(filter.push(all)).toEqual(Uint8Array.from([...broken, ...lineEnd, 65]))
  })

  it('gives back what it holds when nothing follows', () => {
    const filter = new ImprovFilter()
    expect(filter.push(encode('IMP'))).toHaveLength(0)
    expect(decode(filter.flush())).toBe('IMP')
    expect(decode(filter.push(encode('ORT')))).toBe('ORT')
  })
})

it('lines have no frames, and a network cannot speak for the board', () => {
  expect(new LineSplitter().push(output)).toEqual(['Before', 'IMPROV is a word', 'I'])
  const watch = new BoardWatch({ is: 'starting' })
  watch.push(output.slice(0, -4))
  watch.push(Uint8Array.from([...network('\nTurned off access point\n'), ...lineEnd]))
  expect(watch.now.is).toBe('quiet') // because of the words, which are no portal's
  const portal = new BoardWatch({ is: 'starting' })
  portal.push(Uint8Array.from([...network("\nConnected to 'X' with IP 6.6.6.6\n"), ...lineEnd]))
  expect(portal.now).toEqual({ is: 'starting' })
})
