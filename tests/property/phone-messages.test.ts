/** Whatever a board sends: DNS and HTTP of the phone end in an answer or in a problem that has a name. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeAnswer, encodeQuery } from '../../src/phone/dns-message'
import { ExchangeError } from '../../src/phone/exchange-error'
import { HttpAnswerParser } from '../../src/phone/http-answer-parser'
import { encodeRequest } from '../../src/phone/http-request'
import { problemWords } from '../../src/phone/problem-words'
import { everyName } from '../support/scripted-phone-link'

const query = encodeQuery('connectivitycheck.gstatic.com', 0xbeef)
const reply = everyName()(query, 1)!
const latin1 = (text: string) => Uint8Array.from(text, (one) => one.charCodeAt(0))

/** `bytes` with some of them changed, and cut or continued. */
const mutated = (bytes: Uint8Array) =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 6 }),
      fc.option(fc.nat(bytes.length), { nil: bytes.length }),
      fc.uint8Array({ maxLength: 40 }),
    )
    .map(([changes, end, more]) => {
      const copy = bytes.slice()
      for (const [at, byte] of changes) copy[at] = byte
      return Uint8Array.from([...copy.slice(0, end), ...more])
    })

describe('DNS', () => {
  it('any bytes: an address of four numbers, or a problem with words', () => {
    fc.assert(
      fc.property(fc.oneof(mutated(reply), fc.uint8Array({ maxLength: 600 })), (bytes) => {
        const said = decodeAnswer(query, bytes)
        if ('problem' in said) expect(problemWords(said.problem, 'A')).not.toBe('')
        else expect(said.address).toMatch(/^\d{1,3}(\.\d{1,3}){3}$/)
      }),
      { numRuns: 2000 },
    )
  })

  it('a name survives the way there and back', () => {
    const label = fc.stringMatching(/^[a-z\d_-]{1,20}$/)
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 8 }), (labels) => {
        const asked = encodeQuery(labels.join('.'), 1)
        expect(decodeAnswer(asked, everyName('10.1.2.3', 9)(asked, 1)!)).toEqual({
          address: '10.1.2.3',
          ttlS: 9,
        })
      }),
    )
  })
})

type Outcome = { status: number; body: string } | { problem: string }

/** What the parser makes of `bytes` in pieces that begin at `cuts`. */
function parse(bytes: Uint8Array, cuts: readonly number[], maxBytes: number): Outcome {
  const parser = new HttpAnswerParser('GET', maxBytes)
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])]
  places.sort((a, b) => a - b)
  try {
    for (const [index, at] of places.entries()) {
      if (parser.isDone) break
      parser.push(bytes.subarray(at, places[index + 1] ?? bytes.length))
    }
    const { status, body } = parser.end()
    return { status, body: String.fromCharCode(...body) }
  } catch (error) {
    if (error instanceof ExchangeError) return { problem: error.reason }
    throw error
  }
}

const wholes = [
  'HTTP/1.1 302 Found\r\nLocation: http://192.168.4.1/\r\nContent-Length: 5\r\n\r\nhello',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nA: b\r\n\r\n',
  'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\nuntil the end',
].map(latin1)
const cuts = fc.array(fc.nat(500), { maxLength: 20 })
const anyAnswer = fc.oneof(
  ...wholes.map(mutated),
  fc.uint8Array({ maxLength: 300 }),
  fc
    .uint8Array({ maxLength: 300 })
    .map((tail) => Uint8Array.from([...latin1('HTTP/1.1 '), ...tail])),
)

describe('HTTP', () => {
  it('any bytes, in any pieces: the same answer or the same problem, never more than allowed', () => {
    fc.assert(
      fc.property(anyAnswer, cuts, fc.nat(60), (bytes, at, maxBytes) => {
        const whole = parse(bytes, [], maxBytes)
        expect(parse(bytes, at, maxBytes)).toEqual(whole)
        if ('problem' in whole)
          expect(problemWords(whole.problem, 'A')).not.toBe('No answer comes.')
        else expect(whole.body.length).toBeLessThanOrEqual(maxBytes)
      }),
      { numRuns: 2000 },
    )
  })

  it('any headers of a page: one request, whose lines are what they say', () => {
    const headers = fc.dictionary(fc.string({ maxLength: 10 }), fc.string({ maxLength: 20 }))
    fc.assert(
      fc.property(
        headers,
        fc.string(),
        fc.string().map((path) => `http://a/${path}`),
        (given, method, url) => {
          let text: string
          try {
            text = String.fromCharCode(...encodeRequest({ method, url, headers: given }))
          } catch (error) {
            expect(error).toBeInstanceOf(ExchangeError)
            return
          }
          expect(text.split('\r\n\r\n')).toHaveLength(2)
          const [first, ...lines] = text.trimEnd().split('\r\n')
          expect(first).toMatch(/^\S+ \/\S* HTTP\/1\.1$/)
          expect(lines.filter((line) => /^host:/i.test(line))).toHaveLength(1)
        },
      ),
    )
  })
})
