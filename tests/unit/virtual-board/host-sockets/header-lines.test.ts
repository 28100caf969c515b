/** Headers rewritten in passing: exact however the stream is cut, and nothing else touched. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  headerLines,
  type ByteFilter,
} from '../../../../src/virtual-board/host-sockets/header-lines'
import { hostAddressFilters } from '../../../../src/virtual-board/host-sockets/host-address'

const through = (filter: ByteFilter, pieces: readonly string[]) =>
  pieces.map((piece) => Buffer.from(filter(Buffer.from(piece, 'latin1'))).toString('latin1'))

const hostNames = ['127.0.0.1:8080', 'localhost:8080']
const filters = () => hostAddressFilters(hostNames, '192.168.4.1')

const asked =
  'POST /connect HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nOrigin: http://127.0.0.1:8080\r\nX: y\r\n\r\n'
const meant =
  'POST /connect HTTP/1.1\r\nHost: 192.168.4.1\r\nOrigin: http://192.168.4.1\r\nX: y\r\n\r\n'
const body = 'host: 127.0.0.1:8080\r\n\x00\xff'

describe('the host’s name for the board', () => {
  it('becomes the board’s own, however the request is cut', () => {
    const whole = asked + body
    fc.assert(
      fc.property(fc.array(fc.nat(whole.length), { maxLength: 12 }), (cuts) => {
        const ends = [...cuts.sort((a, b) => a - b), whole.length]
        const pieces = ends.map((end, i) => whole.slice(ends[i - 1] ?? 0, end))
        expect(through(filters().toBoard, pieces).join('')).toBe(meant + body)
      }),
    )
  })

  it('holds back only the start of a line that may match', () => {
    const { toBoard } = filters()
    expect(through(toBoard, ['GET / HT', 'TP/1.1\r\nA', 'ccept: */*\r\nho', 'st:'])).toEqual([
      'GET / HT',
      'TP/1.1\r\nA',
      'ccept: */*\r\n',
      '',
    ])
    expect(through(toBoard, [' example.com\r', '\n'])).toEqual(['', 'host: example.com\r\n'])
  })

  it.each([
    'GET / HTTP/1.1\r\nHost: captive.apple.com\r\n\r\n',
    'GET http://127.0.0.1:8080/ HTTP/1.1\r\nHost: 192.168.4.1\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: 127.0.0.1:80\r\nX-Host: 127.0.0.1:8080\r\n\r\n',
    'GET / HTTP/1.1\r\nHost 127.0.0.1:8080\r\n\r\n',
    `GET / HTTP/1.1\r\nHost: ${'x'.repeat(5000)}\r\n\r\n`,
  ])('%j passes as it is', (text) => {
    expect(through(filters().toBoard, [text]).join('')).toBe(text)
  })

  it.each([
    [
      '\n instead of \r\n',
      'GET / HTTP/1.0\nhOsT:localhost:8080\n\n',
      'GET / HTTP/1.0\nhOsT:192.168.4.1\n\n',
    ],
    [
      'spaces',
      'GET / HTTP/1.1\r\nHost:   LOCALHOST:8080 \r\n\r\n',
      'GET / HTTP/1.1\r\nHost:   192.168.4.1 \r\n\r\n',
    ],
  ])('%s', (_, text, expected) => {
    expect(through(filters().toBoard, [text]).join('')).toBe(expected)
  })

  const answer =
    'HTTP/1.1 302 Found\r\nLocation: http://192.168.4.1/a\r\n\r\n<a href="http://192.168.4.1/">'

  it('comes back in the answer’s Location, and only there', () => {
    const { toBoard, toHost } = filters()
    through(toBoard, ['GET / HTTP/1.1\r\nHost: localhost:8080\r\n\r\n'])
    expect(through(toHost, [...answer]).join('')).toBe(
      answer.replace('http://192.168.4.1/a', 'http://localhost:8080/a'),
    )
  })

  it('does not come back where it was not asked for', () => {
    const { toBoard, toHost } = filters()
    through(toBoard, ['GET / HTTP/1.1\r\nHost: example.com\r\n\r\n'])
    expect(through(toHost, [answer]).join('')).toBe(answer)
  })
})

it('any bytes pass a filter without rules as they are', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 80 })), (pieces) => {
      const filter = headerLines({})
      expect(Buffer.concat(pieces.map(filter))).toEqual(Buffer.concat(pieces))
    }),
  )
})
