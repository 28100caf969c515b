/** One request of a phone: what it sends, and how it reads all kinds of answers. */
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/phone/clock'
import {
  exchange,
  ExchangeError,
  type ExchangeOptions,
  type HttpQuestion,
} from '../../../src/phone/http-exchange'
import { TimelineRecorder } from '../../../src/phone/timeline-recorder'
import { outcomeOf, useFakeTime } from '../../support/fake-time'
import {
  answering,
  everyName,
  ScriptedPhoneLink,
  type Behaviour,
  type Serve,
} from '../../support/scripted-phone-link'

useFakeTime(() => {})

const get = (url: string, more: Partial<HttpQuestion> = {}): HttpQuestion => ({
  method: 'GET',
  url,
  headers: {},
  ...more,
})
const page = get('http://example.com/a?b=c#d')

function phone(serve: Serve, behaviour: Partial<Behaviour> = {}) {
  return new ScriptedPhoneLink(systemClock, { connect: () => serve, ...behaviour })
}

const ask = (link: ScriptedPhoneLink, question = page, options: Partial<ExchangeOptions> = {}) =>
  outcomeOf(exchange(link, question, { purpose: 'page', ...options }))

/** What an exchange makes of `text`, which comes in pieces of `size`. */
async function reading(text: string, { size = text.length, method = 'GET', maxBytes = 100 } = {}) {
  const inPieces: Serve = (connection) => {
    for (let at = 0; at < text.length; at += size) connection.send(text.slice(at, at + size))
    connection.end()
  }
  const { value, error } = await ask(phone(inPieces), get('http://a/', { method }), { maxBytes })
  if (error instanceof ExchangeError) return error.reason
  return value && [value.status, new TextDecoder().decode(value.body)]
}

describe('the request', () => {
  it('is what a browser sends', async () => {
    const link = phone(answering('HTTP/1.1 204 No Content\r\n\r\n'))
    await ask(link, get('http://example.com:8080/a?b=c#d', { headers: { 'user-agent': 'X/1' } }))
    expect(link.requests).toEqual([
      'GET /a?b=c HTTP/1.1\r\nHost: example.com:8080\r\nConnection: keep-alive\r\n' +
        'Accept: */*\r\nUser-Agent: X/1\r\n\r\n',
    ])
  })

  it('has the length of its body, whatever the page says', async () => {
    const link = phone(answering('HTTP/1.1 204 No Content\r\n\r\n'))
    const headers = { 'content-length': '1', host: 'evil', 'content-type': 'text/plain' }
    const body = new TextEncoder().encode('ssid=ä')
    await ask(link, get('http://a/', { method: 'POST', headers, body }))
    expect(link.requests[0]).toContain('Content-Length: 7\r\n')
    expect(link.requests[0]).toContain('Host: a\r\n')
    expect(link.requests[0]).not.toContain('evil')
  })

  it.each<[string, HttpQuestion]>([
    ['HTTPS', get('https://a/')],
    ['no address', get('/a')],
    ['a line break in a header', get('http://a/', { headers: { a: 'b\r\nc: d' } })],
    ['a header that is no name', get('http://a/', { headers: { 'a b': 'c' } })],
    ['a letter that is no byte', get('http://a/', { headers: { a: '€' } })],
    ['a method that is two', get('http://a/', { method: 'GET /x HTTP/1.1\r\nA:' })],
  ])('is none: %s', async (_, question) => {
    const link = phone(answering(''))
    const { error } = await ask(link, question)
    expect(error).toEqual(new ExchangeError('invalid-question'))
    expect([link.asked, link.requests]).toEqual([[], []])
  })

  it.each([
    ['http://[::1]/', 'unreachable'],
    ['http://localhost/', 'refused'],
    ['http://app.localhost/', 'refused'],
    [`http://${'x'.repeat(64)}/`, 'dns-no-such-name'],
  ])('to %s needs no DNS', async (url, reason) => {
    const link = phone(answering(''))
    expect((await ask(link, get(url))).error).toMatchObject({ reason })
    expect(link.asked).toEqual([])
  })

  it('to an address needs none either', async () => {
    const link = phone(answering('HTTP/1.1 200 OK\r\n\r\nhi'))
    expect((await ask(link, get('http://192.168.1028/'))).value?.status).toBe(200)
    expect(link.asked).toEqual([])
  })
})

describe('the answer', () => {
  it.each([1, 2, 3, 7, 1000])('comes in pieces of %d bytes', async (size) => {
    expect(await reading('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello', { size })).toEqual([
      200,
      'hello',
    ])
    const chunked =
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\nA\r\n, my world\r\n0\r\nT: x\r\n\r\n'
    expect(await reading(chunked, { size })).toEqual([200, 'hello, my world'])
    expect(await reading('HTTP/1.0 200\r\nA: b\r\n\r\nhello', { size })).toEqual([200, 'hello'])
  })

  it.each<[string, string, unknown]>([
    ['lines that end in LF alone', 'HTTP/1.1 200 OK\nContent-Length: 1\n\nx', [200, 'x']],
    ['100 before it', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx', [200, 'x']],
    ['204 has no body', 'HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\nhello', [204, '']],
    ['more than announced', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxyz', [200, 'x']],
    ['the same length twice', 'HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\nx', [200, 'x']],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\nx', 'malformed'],
    ['no number', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx', 'malformed'],
    ['another coding', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nx', 'malformed'],
    ['a size that is none', chunks('x\r\n'), 'malformed'],
    ['a chunk without its line end', chunks('1\r\nab\r\n0\r\n\r\n'), 'malformed'],
    ['a size of gigabytes', chunks('ffffffff\r\nx'), 'too-large'],
    ['chunks without an end', chunks('1\r\na\r\n'), 'truncated'],
    ['trailers without an end', chunks(`0\r\n${'a: b\r\n'.repeat(99)}`), 'malformed'],
    ['a body cut short', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nx', 'truncated'],
    ['headers cut short', 'HTTP/1.1 200 OK\r\nContent-Le', 'truncated'],
    ['nothing at all', '', 'truncated'],
    ['noise', '\x16\x03\x01\x02\x00', 'malformed'],
    ['a status beyond 599', 'HTTP/1.1 600 What\r\n\r\n', 'malformed'],
    ['HTTP/2', 'HTTP/2 200 OK\r\n\r\n', 'malformed'],
    ['a body that is too large', `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(101)}`, 'too-large'],
    ['one that will be', 'HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n', 'too-large'],
    ['one in chunks', chunks(`65\r\n${'x'.repeat(101)}\r\n0\r\n\r\n`), 'too-large'],
    ['headers that are', `HTTP/1.1 200 OK\r\nA: ${'x'.repeat(70_000)}`, 'too-large'],
    ['100 for ever', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(20), 'malformed'],
  ])('%s', async (_, text, expected) => expect(await reading(text)).toEqual(expected))

  it('to HEAD has no body', async () => {
    const text = 'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n'
    expect(await reading(text, { method: 'HEAD' })).toEqual([200, ''])
  })

  it('has its headers in lower case, twice the same joined, folded lines unfolded', async () => {
    const head =
      'HTTP/1.1 200 Fine  day\r\nA: 1\r\na:2\r\nnonsense\r\nB: x\r\n  y\r\n__proto__: z\r\n\r\n'
    const { value } = await ask(phone(answering(head)))
    expect(value?.statusText).toBe('Fine  day')
    expect(Object.entries(value!.headers)).toEqual([
      ['a', '1, 2'],
      ['b', 'x y'],
      ['__proto__', 'z'],
    ])
  })

  it('is whole as soon as its length says so; the connection may stay open', async () => {
    const open: Serve = (connection) =>
      connection.send('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
    const { value, elapsedMs } = await ask(phone(open))
    expect([value?.status, elapsedMs]).toEqual([200, 0])
  })
})

function chunks(text: string) {
  return `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${text}`
}

describe('time', () => {
  it.each<[string, Partial<Behaviour>, string]>([
    ['no DNS', { dns: () => undefined }, 'timed-out'],
    ['no SYN/ACK', { connect: () => 'timed-out' }, 'timed-out'],
    ['no answer', { connect: () => () => {} }, 'timed-out'],
    [
      'a byte a second',
      {
        connect: () => (connection) => {
          const drip = () => {
            if (!connection.isGone) systemClock.after(1000, drip)
            connection.send('H')
          }
          connection.send('HTTP/1.1 200 OK\r\nA: ')
          drip()
        },
      },
      'timed-out',
    ],
  ])('%s: over after five seconds', async (_, behaviour, reason) => {
    const { error, elapsedMs } = await ask(
      phone(() => {}, behaviour),
      page,
      { timeoutMs: 5000 },
    )
    expect(error).toBeInstanceOf(ExchangeError)
    expect([reason, 'dns-silent']).toContain((error as ExchangeError).reason)
    expect(elapsedMs).toBeGreaterThanOrEqual(4990)
    expect(elapsedMs).toBeLessThanOrEqual(5020)
  })

  it('a lost datagram is sent again after a second', async () => {
    const dns: Behaviour['dns'] = (query, at) => (at > 1 ? everyName()(query, at) : undefined)
    const { value, elapsedMs } = await ask(phone(answering('HTTP/1.1 200 OK\r\n\r\n'), { dns }))
    expect(value?.status).toBe(200)
    expect(elapsedMs).toBeGreaterThanOrEqual(1000)
    expect(elapsedMs).toBeLessThan(1100)
  })

  it('whoever cancels hears their own reason, and the connection is reset', async () => {
    const life = new AbortController()
    let gone = false
    const link = phone((connection) => {
      life.abort(new Error('enough'))
      systemClock.after(1, () => (gone = connection.isGone))
    })
    const { error } = await ask(link, page, { signal: life.signal })
    expect(error).toEqual(new Error('enough'))
    await outcomeOf(new Promise<void>((resolve) => void systemClock.after(5, resolve)))
    expect(gone).toBe(true)
  })
})

describe('names', () => {
  const ok = answering('HTTP/1.1 200 OK\r\n\r\n')

  it('are known for as long as DNS has said', async () => {
    const link = phone(ok, { dns: everyName('192.168.4.1', 5) })
    await ask(link)
    await ask(link)
    expect(link.asked).toHaveLength(1)
    await outcomeOf(new Promise<void>((resolve) => void systemClock.after(5000, resolve)))
    await ask(link)
    expect(link.asked).toHaveLength(2)
  })

  it('of a network are forgotten with it', async () => {
    const link = phone(ok, { dns: everyName('192.168.4.1', 200) })
    await ask(link)
    const { joined } = link
    link.leave()
    expect((await ask(link)).error).toMatchObject({ reason: 'no-network' })
    link.joined = joined
    await ask(link)
    expect(link.asked).toHaveLength(2)
  })

  it('of a network that was left before the answer came are not used in the next', async () => {
    let answerNow = () => {}
    const held = new Promise<void>((resolve) => (answerNow = resolve))
    const link = phone(ok, { dns: everyName('192.168.4.1', 200) })
    const { joined, askUdp } = link
    link.askUdp = async (...args) => {
      await held
      return askUdp.apply(link, args)
    }
    const first = ask(link)
    await outcomeOf(Promise.resolve())
    link.leave()
    link.joined = joined && { ...joined, address: '192.168.1.77', dns: '192.168.1.1' }
    answerNow()
    await first
    await ask(link)
    expect(link.asked).toHaveLength(2)
  })

  it('with a TTL of zero are asked for each time', async () => {
    const link = phone(ok, { dns: everyName('192.168.4.1', 0) })
    await Promise.all([ask(link), ask(link)])
    expect(link.asked).toHaveLength(2)
  })
})

describe('the timeline', () => {
  it('has the question to DNS, and the exchange with its bytes', async () => {
    const timeline = new TimelineRecorder()
    const text = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'
    const link = phone(answering(text))
    await ask(link, page, { timeline, purpose: 'script' })
    const [dns, http] = timeline.entries
    expect(dns).toMatchObject({
      kind: 'dns',
      name: 'example.com',
      purpose: 'script',
      address: '192.168.4.1',
      query: link.asked[0],
    })
    expect(http).toMatchObject({ kind: 'http', purpose: 'script', problem: undefined })
    if (http?.kind !== 'http') throw new Error('no exchange')
    expect(new TextDecoder().decode(http.sent)).toBe(link.requests[0])
    expect(new TextDecoder().decode(http.received)).toBe(text)
  })

  it('has what came of an answer that did not end', async () => {
    const timeline = new TimelineRecorder()
    await ask(
      phone((connection) => (connection.send('HTTP/1.1 2'), connection.reset())),
      page,
      {
        timeline,
      },
    )
    const last = timeline.entries.at(-1)
    if (last?.kind !== 'http') throw new Error('no exchange')
    expect([last.problem, new TextDecoder().decode(last.received)]).toEqual(['reset', 'HTTP/1.1 2'])
  })
})
