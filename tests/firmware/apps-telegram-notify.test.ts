import { beforeEach, describe, expect, it } from 'vitest'
import { appBoard, json, runApp, serveHttp, type HttpAnswer, type HttpRequest } from './apps'
import type { Board } from './board'

const token = '123456:AAF-x_y'
const sent = json({ ok: true, result: {} })
const at = '192.168.1.5:8000'

let troubles: HttpAnswer[]
let requests: HttpRequest[]
beforeEach(() => (troubles = []))

async function boardWith(settings: object = {}): Promise<Board> {
  const all = { token, chat: '-1001', pin: 4, server: `http://${at}` }
  const board = await appBoard('telegram_notify', { ...all, ...settings })
  requests = serveHttp(board.world, at, () => troubles.shift() ?? sent)
  return board
}
const texts = () => requests.map(({ body }) => (JSON.parse(body) as { text: string }).text)

describe('telegram_notify', () => {
  it('reports that it is online, and each change of the pin, as JSON to the bot and chat that were entered', async () => {
    const board = await boardWith()
    const { world } = board
    const lines = runApp(board, function* () {
      yield () => requests.length === 1
      yield 1000
      world.pins.set(4, 0)
      yield () => requests.length === 2
      yield 1000
      world.pins.set(4, 1)
      yield () => requests.length === 3
      yield 1000
    })
    expect(texts()).toEqual([
      'lamp-7 is online at 192.168.1.23',
      'lamp-7: GPIO4 is low',
      'lamp-7: GPIO4 is high',
    ])
    const [first] = requests
    expect([first!.method, first!.path]).toEqual(['POST', `/bot${token}/sendMessage`])
    expect(first!.headers).toMatchObject({ host: at, 'content-type': 'application/json' })
    expect(JSON.parse(first!.body)).toEqual({ chat_id: '-1001', text: texts()[0] })
    expect(lines).toContain('Sent: lamp-7 is online at 192.168.1.23')
    expect(lines.join('\n')).not.toContain(token)
  })

  it.each([
    ['another address', (question: Uint8Array) => ({ question, host: '192.168.1.66', port: 53 })],
    ['another port', (question: Uint8Array) => ({ question, host: '192.168.1.1', port: 5353 })],
    [
      'the server, with a number that was guessed',
      (question: Uint8Array) => ({
        question: Uint8Array.from([0x0d, 0x50, ...question.subarray(2)]),
        host: '192.168.1.1',
        port: 53,
      }),
    ],
    [
      'the server, about another name',
      (question: Uint8Array) => ({
        question: Uint8Array.from(question, (byte, at) => (at === 13 ? byte ^ 1 : byte)),
        host: '192.168.1.1',
        port: 53,
      }),
    ],
  ])(
    'a forged answer to its question for a name, as from %s, diverts nothing',
    async (_, forge) => {
      const server = 'bot.example:8000'
      const board = await boardWith({ server: `http://${server}` })
      const { world } = board
      world.network.names.set('bot.example', '192.168.1.5')
      const diverted: string[] = []
      const others = world.network.onConnect
      world.network.onConnect = (to, peer) => (to === at ? others(to, peer) : diverted.push(to) < 0)
      world.network.onQuestion = (asked) => {
        const { question, ...sender } = forge(asked)
        const head = [question[0]!, question[1]!, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]
        const answer = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 168, 1, 66]
        return [
          { ...sender, bytes: Uint8Array.from([...head, ...question.subarray(12), ...answer]) },
        ]
      }
      runApp(board, function* () {
        yield () => requests.length === 1
        yield 100
      })
      expect(diverted).toEqual([])
      expect(texts()).toHaveLength(1)
    },
  )

  it('a pin that bounces is one change', async () => {
    const board = await boardWith()
    const { world } = board
    runApp(board, function* () {
      yield () => requests.length === 1
      for (const value of [0, 1, 0, 1, 0]) {
        world.pins.set(4, value)
        yield 25
      }
      yield 3000
    })
    expect(texts().slice(1)).toEqual(['lamp-7: GPIO4 is low'])
  })

  it('any text arrives unchanged', async () => {
    const board = await boardWith()
    board.run('import network, sys\nsys.path.append("/lib/captive_portal/apps")')
    board.run(`
import telegram_notify, time
class Wifi:
    def ifconfig(self):
        return ("192.168.1.23", "", "", "192.168.1.1")
notifier = telegram_notify.Notifier(Wifi(), {"token": "1:a", "chat": "@lamps", "server": "http://${at}"})
notifier.say('<b>"5 & 6"</b> _*[x](y) \\\\ \\n\\x01 ü 💡')
while notifier.messages:
    notifier.poll()
    time.sleep_ms(20)`)
    expect(texts()).toEqual(['<b>"5 & 6"</b> _*[x](y) \\ \n\x01 ü 💡'])
  })

  it.each([
    ['never answers', ['silence', 'silence']],
    ['breaks connections', ['reset', 'reset']],
    ['sends half an answer', ['HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{', 'HTTP/1.1 200']],
    ['is in trouble', [json({}, '502 Bad Gateway'), 'HTTP/1.1 500 Oh\r\n\r\n<html>']],
    ['says that it is not', [json({ ok: false }), json([1])]],
  ] as [string, HttpAnswer[]][])(
    'a server that %s: the message comes later, and the loop goes on all the time',
    async (_what, trouble) => {
      const board = await boardWith()
      troubles.push(...trouble)
      const lines = runApp(board, function* () {
        yield () => requests.length === 3
        yield 1000
      })
      expect(new Set(texts())).toEqual(new Set(['lamp-7 is online at 192.168.1.23']))
      expect(lines.filter((line) => /^Not sent: .* Next try in \d+ s$/.test(line))).toHaveLength(2)
      expect(lines.at(-1)).toBe('Sent: lamp-7 is online at 192.168.1.23')
      expect(board.world.longestLookAwayMs).toBeLessThan(2000)
    },
  )

  it('429: waits for the time in retry_after', async () => {
    const board = await boardWith()
    const refusal = (parameters: unknown) =>
      json({ ok: false, error_code: 429, parameters }, '429 Too Many Requests')
    troubles.push(refusal({ retry_after: 35 }), refusal(7), refusal({ retry_after: 'never' }))
    runApp(board, function* () {
      yield () => requests.length === 4
    })
    expect(requests[1]!.atMs - requests[0]!.atMs).toBeGreaterThanOrEqual(35_000)
  })

  it('no connection and no DNS answer: the pauses grow to five minutes, the loop goes on', async () => {
    const board = await boardWith({ server: 'http://api.telegram.example' })
    const { world } = board
    const lines = runApp(board, function* () {
      yield 900_000
    })
    const pauses = lines.flatMap((line) => /Next try in (\d+) s/.exec(line)?.[1] ?? []).map(Number)
    expect(pauses.slice(0, 9)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300])
    expect(lines).toContain('Not sent: no such server. Next try in 2 s')
    expect(world.longestLookAwayMs).toBeLessThan(2000)
  })

  it('while nothing can be sent, at most eight messages wait: the newest and the first', async () => {
    const board = await boardWith({ server: 'http://192.168.1.99' })
    const { world } = board
    const lines = runApp(board, function* () {
      for (let n = 0; n < 12; n++) {
        yield 6_000
        world.pins.set(4, n % 2)
      }
      yield 5_000
    })
    expect(lines.filter((line) => line.startsWith('Dropped')).length).toBeGreaterThan(1)
    expect(lines.filter((line) => line.startsWith('Dropped: lamp-7 is online'))).toEqual([])
  })

  it('a wrong token is reported and not tried again; a wrong chat loses only its message', async () => {
    const board = await boardWith()
    const { world } = board
    troubles.push(
      json({ ok: false, description: 'Bad Request: chat not found' }, '400 Bad Request'),
    )
    troubles.push(json({ ok: false, error_code: 401 }, '401 Unauthorized'))
    const lines = runApp(board, function* () {
      yield 5000
      world.pins.set(4, 0)
      yield 5000
      world.pins.set(4, 1)
      yield 600_000
    })
    expect(requests).toHaveLength(2)
    expect(lines).toContain(
      'Refused (Bad Request: chat not found): lamp-7 is online at 192.168.1.23',
    )
    expect(lines.join('\n')).toContain('the token is wrong')
  })

  it('https goes through the chip’s TLS with the name of the server, without waiting for it', async () => {
    const board = await boardWith({ server: 'https://tls.example:8000' })
    board.world.network.names.set('tls.example', '192.168.1.5')
    // What the chip has in C; here it only notes how it was called, and is slow at first.
    board.write(
      '/lib/ssl.py',
      `
class Stream:
    slow = 3
    def __init__(self, sock):
        self.sock = sock
    def write(self, data):
        self.slow -= 1
        return None if self.slow > 0 else self.sock.write(data)
    def read(self, size):
        return self.sock.read(size)
    def close(self):
        self.sock.close()
def wrap_socket(sock, server_hostname=None, do_handshake=True):
    print('TLS', server_hostname, do_handshake)
    return Stream(sock)
`,
    )
    const lines = runApp(board, function* () {
      yield () => requests.length === 1
      yield 1000
    })
    expect(lines).toContain('TLS tls.example False')
    expect(lines.at(-1)).toBe('Sent: lamp-7 is online at 192.168.1.23')
  })
})
