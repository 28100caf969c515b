import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { appBoard, appFiles, json, runApp, runToEnd, serveHttp, type HttpRequest } from './apps'
import { mutate, runBatch, seed, seeded } from './batch'
import { startBoard, type Board } from './board'
import { Exchange } from './exchange'

describe('signing on the board', () => {
  let board: Board
  beforeAll(async () => {
    board = await startBoard(appFiles('signed_request'))
    board.run(`
import sys
sys.path.append('/lib/captive_portal/apps')
import signing
from binascii import hexlify, unhexlify
def mac(key, *pieces):
    print(hexlify(signing.hmac_sha256(unhexlify(key), [unhexlify(piece) for piece in pieces])).decode())`)
  })
  const mac = (key: string, ...pieces: string[]) => {
    board.run(`mac(${[key, ...pieces].map((hex) => `'${hex}'`).join(', ')})`)
    return board.console().at(-1)
  }
  const hex = (text: string) => Buffer.from(text).toString('hex')

  // RFC 4231, test cases 1–4, 6 and 7 (5 is a truncated output).
  it.each([
    [
      '0b'.repeat(20),
      hex('Hi There'),
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
    [
      hex('Jefe'),
      hex('what do ya want for nothing?'),
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      'aa'.repeat(20),
      'dd'.repeat(50),
      '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
    ],
    [
      '0102030405060708090a0b0c0d0e0f10111213141516171819',
      'cd'.repeat(50),
      '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
    ],
    [
      'aa'.repeat(131),
      hex('Test Using Larger Than Block-Size Key - Hash Key First'),
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
    [
      'aa'.repeat(131),
      hex(
        'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.',
      ),
      '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
    ],
  ])('HMAC-SHA256 of RFC 4231 (%#), in one piece and in many', (key, data, expected) => {
    expect(mac(key, data)).toBe(expected)
    expect(mac(key, ...data.match(/.{1,14}/g)!)).toBe(expected)
  })

  it("makes the signature of Binance's published example", () => {
    board.run(
      "print(signing.signed('symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559', 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j'))",
    )
    expect(board.console().at(-1)).toMatch(
      /&signature=c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71$/,
    )
  })
})

describe('what comes from the network', () => {
  it(`is an answer, an error message, or "not yet", whatever the bytes (seed ${seed})`, async () => {
    const board = await startBoard(appFiles('signed_request'))
    const random = seeded(seed)
    const dns = Buffer.from(
      '0d5081800001000200000000 026162 03636f6d00 00010001 c00c000500010000003c0004 01 78c00c c00c000100010000003c0004 c0a80105'.replaceAll(
        ' ',
        '',
      ),
      'hex',
    )
    const http = Buffer.from(
      'HTTP/1.1 429 Slow\r\nRetry-After: 7\r\nContent-Length: 5\r\n\r\n{"a":',
    )
    const setup = `
import sys
sys.path.append('/lib/captive_portal/apps')
import web
class Asked:
    def recvfrom(self, size):
        return data, ('192.168.1.1', 53)
    def setblocking(self, how):
        pass
    def sendto(self, data, address):
        pass
    def close(self):
        pass
def play(bytes):
    global data
    data = bytes
    request = web.Request('http://ab.com/', '192.168.1.1')
    request.ask = Asked()
    request.asked = web.time.ticks_ms()
    request.question = b'\\x0dP\\x01\\0\\0\\1\\0\\0\\0\\0\\0\\0\\x02ab\\x03com\\0\\0\\1\\0\\1'
    request.poll()
    said = [request.error]
    request.close()
    answer = web.Request('http://1.2.3.4/', '')
    answer.body = bytes
    answer.read = answer.understand
    answer.find = answer.understand
    answer.poll()
    return repr(said + [answer.error, answer.status]).encode()
`
    const inputs = [dns, http].flatMap((good) => [
      good,
      ...Array.from({ length: 700 }, () => mutate(good, random)),
    ])
    const called: string[] = []
    board.world.network.onConnect = (address) => called.push(address) > 0
    const outcomes = runBatch(board, setup, 'play(data)', inputs)
    expect(outcomes.filter((one) => typeof one === 'string')).toEqual([])
    const texts = outcomes.map((one) => Buffer.from(one as Uint8Array).toString())
    expect(called[0]).toBe('192.168.1.5:80') // RFC 1035: behind an alias, names compressed
    expect(texts[0]).toBe("[None, 'half an answer', 0]")
    expect(texts[701]).toBe('[None, None, 429]')
  })
})

describe('signed_request and its exchange', () => {
  let exchange: Exchange
  let requests: HttpRequest[]
  beforeEach(() => (exchange = new Exchange()))

  const at = '192.168.1.5:8000'
  async function boardWith(settings: object = {}, ntp?: string): Promise<Board> {
    const { key, secret } = exchange
    const board = await appBoard('signed_request', {
      exchange: `http://${at}/`,
      api_key: key,
      api_secret: secret,
      symbol: 'BTCUSDT',
      ...settings,
    })
    if (ntp !== undefined) board.write('/lib/ntptime.py', ntp)
    requests = serveHttp(board.world, at, exchange.answer)
    return board
  }
  const paths = () => requests.map(({ path }) => path.split('/').at(-1))
  /** Runs until so many requests have come and been answered. */
  const runFor = (board: Board, count: number) =>
    runApp(board, function* () {
      yield () => requests.length >= count
      yield 1500
    })
  /** The module of the chip, with a time server that is so far off. */
  const ntp = (offsetMs: number) => `
import time as _time
def time():
    return ${(Date.UTC(2026, 10, 22) - Date.UTC(2000, 0)) / 1000} + (_time.ticks_ms() + ${offsetMs}) // 1000
`

  it('shows price and balances, with the time of a time server, and never key or secret', async () => {
    const lines = runFor(await boardWith({}, ntp(0)), 2)
    expect(paths()).toEqual(['price', 'account'])
    expect(lines).toContain('BTCUSDT: 64000.10000000')
    expect(lines).toContain('BTC: 0.50000000 free, 0.10000000 locked')
    expect(lines.join('\n')).not.toContain(exchange.key)
    expect(lines.join('\n')).not.toContain(exchange.secret)
  })

  it('without a time server it asks the exchange for the time', async () => {
    const lines = runFor(await boardWith(), 3)
    expect(paths()).toEqual(['price', 'time', 'account'])
    expect(exchange.codes).toEqual([0])
    expect(lines).toContain('BTC: 0.50000000 free, 0.10000000 locked')
  })

  it('a clock that is off (-1021) is set by the exchange, once, and the account is shown', async () => {
    const lines = runFor(await boardWith({}, ntp(-90_000)), 4)
    expect(paths()).toEqual(['price', 'account', 'time', 'account'])
    expect(exchange.codes).toEqual([-1021, 0])
    expect(lines).toContain('BTC: 0.50000000 free, 0.10000000 locked')
  })

  it('sends a request once a minute, and the clock stays correct', async () => {
    runFor(await boardWith(), 8)
    const prices = requests.filter(({ path }) => path.endsWith('price'))
    expect(prices[1]!.atMs - prices[0]!.atMs).toBeGreaterThan(59_000)
    expect(prices[1]!.atMs - prices[0]!.atMs).toBeLessThan(62_000)
    expect(exchange.codes.every((code) => code === 0)).toBe(true)
  })

  it('a wrong secret (-1022) is reported, and never tried again: exchanges block repeated failures', async () => {
    const board = await boardWith({ api_secret: 'hunter2' })
    const lines = runToEnd(board)
    expect(exchange.codes).toEqual([-1022])
    expect(lines).toContain('Refused (-1022): key or secret is wrong, or not allowed to')
    expect(lines.join('\n')).not.toContain('hunter2')
  })

  it('429: waits for the time in Retry-After', async () => {
    const board = await boardWith()
    exchange.troubles.push(json({ code: -1003 }, '429 Too Many Requests', 'Retry-After: 77\r\n'))
    const lines = runFor(board, 2)
    expect(lines).toContain('No figures: asked too often. Next try in 77 s')
    const [first, second] = requests
    expect(second!.atMs - first!.atMs).toBeGreaterThanOrEqual(77_000)
  })

  it.each([
    [
      'half an answer',
      'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"price":"6',
      'half an answer',
    ],
    ['half a header', 'HTTP/1.1 200 OK\r\nConte', 'half an answer'],
    ['no answer', 'silence', 'no answer'],
    ['a broken connection', 'reset', 'no connection'],
    ['something else', 'HTTP/1.1 200 OK\r\n\r\n<html>', 'odd answer (200)'],
    ['not even HTTP', 'hello\r\n\r\n', 'odd answer'],
    ['far too much', `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(9000)}`, 'too much of an answer'],
  ] as const)('%s: says so, waits longer each time, and goes on', async (_what, trouble, words) => {
    const board = await boardWith()
    exchange.troubles.push(trouble, trouble, trouble)
    const lines = runFor(board, 4)
    expect(lines.filter((line) => line.startsWith('No figures'))).toEqual([
      `No figures: ${words}. Next try in 10 s`,
      `No figures: ${words}. Next try in 20 s`,
      `No figures: ${words}. Next try in 40 s`,
    ])
    expect(lines).toContain('BTCUSDT: 64000.10000000')
    expect(board.world.network.openSockets).toBeLessThanOrEqual(1) // the one that was interrupted
  })

  it('a host name is resolved by the router’s DNS server; an unknown one is reported', async () => {
    const board = await boardWith({ exchange: 'http://exchange.local:8000', api_key: '' })
    const lines = runApp(board, function* () {
      yield 15_000
      board.world.network.names.set('exchange.local', '192.168.1.5')
      yield () => requests.length === 1
      yield 1000
    })
    expect(lines).toContain('No figures: no such server. Next try in 10 s')
    expect(lines).toContain('BTCUSDT: 64000.10000000')
  })

  it('a refused connection is reported', async () => {
    const board = await boardWith({ exchange: 'http://192.168.1.99' })
    const lines = runApp(board, function* () {
      yield 15_000
    })
    expect(lines).toContain('No figures: no connection. Next try in 10 s')
  })
})
