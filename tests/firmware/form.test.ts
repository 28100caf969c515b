import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { runBatch, seed, seeded } from './batch'
import { startBoard, type Board } from './board'

let board: Board
beforeAll(async () => {
  board = await startBoard()
})

const latin1 = (bytes: unknown) => Buffer.from(bytes as Uint8Array).toString('latin1')
const unquote = (texts: Uint8Array[]) =>
  runBatch(board, 'from captive_portal.form import unquote', 'unquote(data)', texts)
const valueOf = (body: string | Uint8Array, name: string) =>
  runBatch(board, 'from captive_portal.form import value', `value(data, b'${name}')`, [
    typeof body === 'string' ? Buffer.from(body) : body,
  ])[0]

describe('percent-decoding', () => {
  it.each([
    ['a+b%2Cc', 'a b,c'],
    ['100%', '100%'],
    ['%', '%'],
    ['%4', '%4'],
    ['%41%4', 'A%4'],
    ['%zz%41', '%zzA'],
    ['%%41', '%A'],
    ['% 1%+1', '% 1% 1'],
    ['%C3%A9%00%FF', '\xc3\xa9\0\xff'],
    ['', ''],
  ])('of %j is %j', (text, decoded) => {
    expect(latin1(unquote([Buffer.from(text)])[0])).toBe(decoded)
  })

  it('gives back whatever bytes a browser encoded (2,000 texts)', () => {
    const random = seeded(seed)
    const texts = Array.from({ length: 2000 }, () => random.bytes(random.below(40)))
    const encoded = texts.map((bytes) =>
      Buffer.from([...bytes].map((b) => `%${b.toString(16).padStart(2, '0')}`).join('')),
    )
    expect(unquote(encoded).map(latin1)).toEqual(texts.map(latin1))
  })

  it('never fails and never grows (10,000 random texts full of %)', () => {
    const random = seeded(seed)
    const texts = Array.from({ length: 10_000 }, () =>
      Uint8Array.from({ length: random.below(30) }, () =>
        random.pick([37, 37, 43, 48, 65, 97, 120, 255]),
      ),
    )
    unquote(texts).forEach((out, i) => {
      const hint = `SEED=${seed} ${latin1(texts[i])}`
      expect(out, hint).toBeInstanceOf(Uint8Array)
      expect((out as Uint8Array).length, hint).toBeLessThanOrEqual(texts[i]!.length)
    })
  })
})

describe('a value of a form', () => {
  it('is split from its name once, wherever it stands', () => {
    expect(latin1(valueOf('ssid=a=b&password=c', 'ssid'))).toBe('a=b')
    expect(latin1(valueOf('xssid=no&ssid=yes', 'ssid'))).toBe('yes')
    expect(latin1(valueOf('a&&=&ssid&ssid=&password=p%26q', 'password'))).toBe('p&q')
  })

  it('is empty when it is not there', () => {
    expect(latin1(valueOf('', 'ssid'))).toBe('')
    expect(latin1(valueOf('ssidx=1&xssid=2&ssid', 'ssid'))).toBe('')
  })

  it('is what URLSearchParams put in (500 runs)', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 12 }),
        fc.string({ maxLength: 12 }),
        (a, b) => {
          const body = new URLSearchParams({ password: b, ssid: a }).toString()
          const wanted = new URLSearchParams(body).get('ssid')
          expect(Buffer.from(valueOf(body, 'ssid') as Uint8Array).toString()).toBe(wanted)
        },
      ),
      { numRuns: 500, seed },
    )
  })
})

describe('escaping for HTML', () => {
  it('leaves nothing that could end a text or an attribute, and loses nothing (500 runs)', () => {
    const escape = (text: string) =>
      Buffer.from(
        runBatch(board, 'from captive_portal.site import escape', 'escape(str(data, "utf-8"))', [
          Buffer.from(text),
        ])[0] as Uint8Array,
      ).toString()
    const entities = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" } as const
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'&<>"\'a;#é', 'script'), maxLength: 30 }),
        (text) => {
          const escaped = escape(text)
          expect(escaped).not.toMatch(/[<>"']/)
          const back = escaped.replace(
            /&(.*?);/g,
            (_, name: keyof typeof entities) => entities[name],
          )
          expect(back).toBe(text)
        },
      ),
      { numRuns: 500, seed },
    )
  })
})

describe("a network's name for people", () => {
  const show = (name: Uint8Array) =>
    Buffer.from(
      runBatch(board, 'from captive_portal.scan import show', 'show(data).encode()', [
        name,
      ])[0] as Uint8Array,
    ).toString()

  it('is unchanged', () => expect(show(Buffer.from('Café "ü"'))).toBe('Café "ü"'))

  it('contains no control characters for a terminal', () => {
    expect(show(Buffer.from('\x1b]52;c;\x07'))).toBe('\\x1b]52;c;\\x07')
    expect(show(Buffer.from('\u009b2J'))).toBe('\\xc2\\x9b2J')
    expect(show(Buffer.from('a\r\nConnected to'))).toBe('a\\r\\nConnected to')
  })

  it('may be bytes that are not UTF-8', () => {
    expect(show(Uint8Array.of(0xff, 0x41))).toBe('\\xffA')
    expect(show(new Uint8Array())).toBe('')
  })
})
