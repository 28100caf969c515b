/** DNS as a phone speaks it: bytes as in RFC 1035, and answers that are none. */
import { describe, expect, it } from 'vitest'
import { decodeAnswer, encodeQuery, type DnsAnswer } from '../../../src/phone/dns-message'
import { decodeName, DnsNameError, encodeName } from '../../../src/phone/dns-name'

const ascii = (text: string) => [...new TextEncoder().encode(text)]
const query = encodeQuery('a.example.com', 0x1234)
const questionEnd = query.length

/** An answer to `query`; `flags` as in RFC 1035, 4.1.1. */
const answer = (records: number[], { flags = 0x8180, count = 1 } = {}) =>
  Uint8Array.from([
    ...[0x12, 0x34, flags >> 8, flags & 255, 0, 1, 0, count, 0, 0, 0, 0],
    ...query.slice(12),
    ...records,
  ])
const record = (name: number[], type: number, data: number[], ttl = [0, 0, 0, 5]) => [
  ...[...name, 0, type, 0, 1, ...ttl, 0, data.length, ...data],
]
const same = [0xc0, 12]
const said = (message: Uint8Array): DnsAnswer => decodeAnswer(query, message)

describe('a question', () => {
  it('is the bytes of RFC 1035', () => {
    expect([...query]).toEqual([
      ...[0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0],
      ...[1, ...ascii('a'), 7, ...ascii('example'), 3, ...ascii('com'), 0],
      ...[0, 1, 0, 1],
    ])
  })

  it.each(['', '.', 'a..b', 'x'.repeat(64), 'ä.com', 'a b', Array(64).fill('abc').join('.')])(
    'cannot be asked: "%s"',
    (name) => expect(() => encodeQuery(name, 1)).toThrow(DnsNameError),
  )

  it('a dot at the end changes nothing', () => {
    expect(encodeName('a.b.')).toEqual(encodeName('a.b'))
  })
})

describe('an answer', () => {
  it('of one record', () => {
    expect(said(answer(record(same, 1, [192, 168, 4, 1])))).toEqual({
      address: '192.168.4.1',
      ttlS: 5,
    })
  })

  it('that leads over an alias: the shorter time counts', () => {
    const target = questionEnd + 12
    const alias = record(same, 5, [1, ...ascii('b'), 0xc0, 14], [0, 0, 0, 3])
    const records = [...alias, ...record([0xc0, target], 1, [10, 0, 0, 1])]
    expect(said(answer(records, { count: 2 }))).toEqual({ address: '10.0.0.1', ttlS: 3 })
  })

  it('whose aliases go round', () => {
    const records = record(same, 5, [...same])
    expect(said(answer(records))).toEqual({ problem: 'dns-no-address' })
  })

  it('with a time below zero: of no use later', () => {
    const records = record(same, 1, [1, 2, 3, 4], [255, 0, 0, 0])
    expect(said(answer(records))).toEqual({ address: '1.2.3.4', ttlS: 0 })
  })

  it.each<[string, Uint8Array, DnsAnswer]>([
    ['REFUSED', answer([], { flags: 0x8185, count: 0 }), { problem: 'dns-refused' }],
    ['NXDOMAIN', answer([], { flags: 0x8183, count: 0 }), { problem: 'dns-no-such-name' }],
    ['SERVFAIL', answer([], { flags: 0x8182, count: 0 }), { problem: 'dns-failed' }],
    ['nothing', answer([], { count: 0 }), { problem: 'dns-no-address' }],
    ['an AAAA record', answer(record(same, 28, Array(16).fill(1))), { problem: 'dns-no-address' }],
    ['five bytes', answer(record(same, 1, [1, 2, 3, 4, 5])), { problem: 'dns-no-address' }],
    ['another name', answer(record([0], 1, [1, 2, 3, 4])), { problem: 'dns-no-address' }],
    ['a question', answer([], { flags: 0x0100 }), { problem: 'dns-malformed' }],
    ['an update', answer([], { flags: 0xa980 }), { problem: 'dns-malformed' }],
    ['fewer records than it counts', answer([], { count: 1 }), { problem: 'dns-malformed' }],
    [
      'half a record',
      answer(record(same, 1, [1, 2, 3, 4]).slice(0, -1)),
      { problem: 'dns-malformed' },
    ],
    ['a pointer to itself', answer([0xc0, questionEnd]), { problem: 'dns-malformed' }],
    ['a pointer forward', answer([0xc0, 200]), { problem: 'dns-malformed' }],
    ['too many bytes', new Uint8Array(513), { problem: 'dns-malformed' }],
    ['too few', new Uint8Array(11), { problem: 'dns-malformed' }],
  ])('%s', (_, message, expected) => expect(said(message)).toEqual(expected))

  it('to somebody else: another number, another name', () => {
    const other = answer(record(same, 1, [1, 2, 3, 4]))
    other[0] = 0x99
    expect(said(other)).toEqual({ problem: 'dns-malformed' })
    const elsewhere = decodeAnswer(encodeQuery('b.example.com', 0x1234), answer([], { count: 0 }))
    expect(elsewhere).toEqual({ problem: 'dns-malformed' })
  })
})

it('a name with capitals is the same name', () => {
  const name = Uint8Array.from([2, ...ascii('Ab'), 0])
  expect(decodeName(name, 0)).toEqual({ name: 'ab', end: 4 })
})
