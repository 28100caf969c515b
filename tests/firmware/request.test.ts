import { beforeAll, describe, expect, it } from 'vitest'
import { mutate, runBatch, seed, seeded } from './batch'
import { startBoard, type Board } from './board'

/** Feeds data[1:] in packets of data[0] bytes (0: all at once), as `Client` in server.py does. */
const SETUP = `
from captive_portal.request import Request
def understand(data):
    step = data[0] or len(data)
    request = Request()
    done = False
    asked = most = 0
    for at in range(1, len(data), step):
        done = request.feed(data[at : at + step])
        most = max(most, len(request.rest))
        asked = asked or request.expects
        if done:
            break
    return b'\\x00'.join((
        b'%d' % request.error if done else b'more',
        request.method, request.path, request.host or b'-', request.body,
        request.origin or b'-', b'%d' % bool(asked), b'%d' % most,
    ))
`

let board: Board
beforeAll(async () => {
  board = await startBoard()
})

const bytes = (text: string | Uint8Array) =>
  typeof text === 'string' ? Buffer.from(text, 'latin1') : text

interface Understood {
  /** '0': complete; a number: refused with this status; 'more': not at its end */
  verdict: string
  method: string
  path: string
  host: string
  body: string
  origin: string
  expects: boolean
  /** The most that was kept of what is not understood yet. */
  keptBytes: number
}

function understandAll(requests: (string | Uint8Array)[], step = 0): (Understood | string)[] {
  const inputs = requests.map((request) => Uint8Array.of(step, ...bytes(request)))
  return runBatch(board, SETUP, 'understand(data)', inputs).map((outcome) => {
    if (!(outcome instanceof Uint8Array)) return outcome ?? 'None'
    const parts = Buffer.from(outcome).toString('latin1').split('\0')
    const [verdict = '', method = '', path = '', host = ''] = parts
    const [most = '', expects = '', origin = ''] = parts.reverse()
    const body = parts.reverse().slice(4, -3).join('\0')
    return { verdict, method, path, host, body, origin, expects: expects === '1', keptBytes: +most }
  })
}

const one = (request: string, step = 0) => understandAll([request], step)[0] as Understood
const verdict = (request: string) => one(request).verdict

const get = 'GET /generate_204 HTTP/1.1\r\nHost: Example.COM\r\nUser-Agent: x\r\n\r\n'
const post =
  'POST /connect HTTP/1.1\r\nhost:192.168.4.1:80\r\nOrigin: http://192.168.4.1\r\n' +
  'CONTENT-LENGTH: 11\r\n\r\nssid=a%20b&'

describe('a request', () => {
  it('gives method, path and host, in whatever case the header is written', () => {
    expect(one(get)).toMatchObject({
      verdict: '0',
      method: 'GET',
      path: '/generate_204',
      host: 'example.com',
    })
    expect(one(post)).toMatchObject({
      verdict: '0',
      method: 'POST',
      path: '/connect',
      host: '192.168.4.1',
      body: 'ssid=a%20b&',
      origin: 'http://192.168.4.1',
    })
  })

  it.each([1, 2, 3, 7, 64])('is the same when it comes %d bytes at a time', (step) => {
    expect(one(post, step)).toEqual({ ...one(post), keptBytes: expect.any(Number) })
  })

  it('is not complete before its last byte', () => {
    const cut = Array.from({ length: post.length }, (_, length) => post.slice(0, length))
    expect(new Set(understandAll(cut).map((one) => (one as Understood).verdict))).toEqual(
      new Set(['more']),
    )
  })

  it.each([
    ['GET /?a HTTP/1.1\r\nHost: a\r\n\r\n', '/'],
    ['GET /x?a=b=c&&= HTTP/1.1\r\nHost: a\r\n\r\n', '/x'],
    ['\r\n\r\nGET /late HTTP/1.1\r\nHost: a\r\n\r\n', '/late'],
    ['GET /bare HTTP/1.1\nHost: a\n\n', '/bare'],
    ['HEAD /old HTTP/1.0\r\n\r\n', '/old'],
  ])('%j asks for %s', (request, path) => {
    expect(one(request)).toMatchObject({ verdict: '0', path })
  })

  it.each([
    ['400', 'GET /\r\n\r\n'],
    ['400', 'GET  / HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['400', 'GET / HTTP/2.0\r\nHost: a\r\n\r\n'],
    ['400', 'GET / HTTP/1.1\r\n\r\n'],
    ['400', 'GET / HTTP/1.1\r\nHost: a\r\nbroken\r\n\r\n'],
    ['400', 'GET / HTTP/1.1\r\nHost : a\r\n\r\n'],
    ['400', 'GET / HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n'],
    ['400', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n'],
    ['400', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n'],
    ['400', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd'],
    ['411', 'POST / HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['411', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['413', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 513\r\n\r\n'],
    ['413', `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${'9'.repeat(900)}\r\n\r\n`],
    ['431', `GET / HTTP/1.1\r\nHost: a\r\nCookie: ${'x'.repeat(16_384)}\r\n\r\n`],
    ['431', `GET /${'x'.repeat(16_384)}`],
    ['431', `GET / HTTP/1.1\r\nHost: a\r\n${'a:b\r\n'.repeat(3300)}\r\n`],
    ['431', '\r\n'.repeat(8200)],
    ['501', 'PUT / HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['501', 'PRI * HTTP/1.1\r\n\r\n'],
  ])('is refused with %s: %j', (status, request) => {
    expect(verdict(request)).toBe(status)
  })

  it('has a header of 16 KB and a body of 512 bytes at most', () => {
    const head = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 512\r\nCookie: '
    const filled = `${head}${'x'.repeat(16_384 - head.length - 4)}\r\n\r\n`
    expect(filled).toHaveLength(16_384)
    expect(verdict(filled + 'b'.repeat(512))).toBe('0')
    expect(verdict(filled.replace('xx', 'xxx') + 'b'.repeat(512))).toBe('431')
  })

  it('shows when the client waits for "100 Continue"', () => {
    const head = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-Continue\r\n\r\n'
    expect(one(head)).toMatchObject({ verdict: 'more', expects: true })
  })

  it('out of 10,000 random and mutated ones is parsed or refused, whole or in pieces, in bounded memory', () => {
    const random = seeded(seed)
    const real = [get, post, 'HEAD / HTTP/1.0\r\nAccept-Language: de\r\n\r\n'].map(bytes)
    const requests = Array.from({ length: 10_000 }, (_, i) => {
      if (i % 8 === 0) return random.bytes(random.below(1500))
      return mutate(random.pick(real), random)
    })
    const whole = understandAll(requests)
    const inPieces = understandAll(requests, 1 + random.below(20))
    requests.forEach((request, i) => {
      const hint = `SEED=${seed} ${JSON.stringify(Buffer.from(request).toString('latin1'))}`
      const [a, b] = [whole[i], inPieces[i]] as [Understood, Understood]
      expect(a, hint).toMatchObject({
        verdict: expect.stringMatching(/^(0|more|400|411|413|431|501)$/),
      })
      expect({ ...b, keptBytes: 0, expects: false }, hint).toEqual({
        ...a,
        keptBytes: 0,
        expects: false,
      })
      expect(a.keptBytes, hint).toBeLessThanOrEqual(1024)
    })
  })
})
