/** Who may enter the access point: its password, and the channel on which phones look for it. */
import { describe, expect, it } from 'vitest'
import type { Board } from './board'
import { ask, head, home, remember, runStart, serve, startAtHome, submit, verdict } from './stories'
import { hear, inWords, INFORMATION, SCAN, settings, STATE } from './improv-client'

const secret = 'S3cret! with "signs"'
const options = (values: unknown) => ({ '/portal.json': JSON.stringify(values) })
const softAp = (board: Board) => {
  const { security, key } = board.world.radio.softAp
  return [security, new TextDecoder().decode(key)]
}

describe('ap_password', () => {
  it.each(['12345678', 'x'.repeat(63), ' ~ spaces ~ ', secret])(
    '%j: the access point is WPA2',
    async (ap_password) => {
      const board = await startAtHome(options({ ap_password }))
      serve(board, function* () {
        expect(softAp(board)).toEqual([3, ap_password])
        expect((yield* ask(board, head('GET /'))).status).toBe(200)
      })
    },
  )

  it('as an argument wins, and "" opens the access point', async () => {
    const board = await startAtHome(options({ ap_password: secret }))
    serve(
      board,
      function* () {
        yield 1
        expect(softAp(board)[0]).toBe(0)
      },
      "ap_password=''",
    )
  })

  it.each([
    ['too short', '1234567'],
    ['too long', 'x'.repeat(64)],
    ['not ASCII', 'passwört!'],
    ['with a control character', 'pass\tword'],
    ['a number', 12345678],
    ['a list', ['12345678']],
    ['false', false],
  ])('%s: the access point stays closed, and nothing is printed of it', async (_, ap_password) => {
    const board = await startAtHome(options({ ap_password, timeout: 300 }))
    const lines = runStart(board)
    expect(lines).toContain('Not used: the option ap_password')
    expect(lines.at(-1)).toBe('returned None')
    expect(lines.join()).not.toContain('Starting captive portal')
    expect(lines.join()).not.toContain(String(ap_password))
    expect(board.world.radio.accessPoint.active).toBe(false)
    expect(board.world.nowMs).toBeGreaterThanOrEqual(300_000)
  })

  it.each([
    '{"essid": "Lamp", "ap_password": "12345678"',
    `{"ap_password": "1", "x": "${'y'.repeat(9000)}"}`,
    `{"x": "${'y'.repeat(240)}", "ap_password": "12345678"`, // two reads have it
    '{"essid": "Lamp", "ap_passw',
    "{'essid': 'Lamp', 'ap_password': '12345678'}",
    '\ufeff{"ap_password": "12345678"}',
    Buffer.from('\ufeff{"ap_password": "12345678"}', 'utf16le').toString('latin1'),
    "{'button': 4}",
    '{"power_cycles": 3',
    '{"essid": , "ap_password": "12345678"}', // MicroPython does not mind
    '{"ap\\u005fpassword": "12345678", "x": 1',
    '{"\\u0062utton": 4',
    '{"essid": "Lamp \\"7"', // nobody can tell
  ])('%j cannot be used: the access point stays closed', async (text) => {
    const board = await startAtHome()
    board.write('/portal.json', Buffer.from(text, text.includes('\0') ? 'latin1' : 'utf8'))
    const lines = runStart(board, 'timeout=60')
    expect(lines[0]).toMatch(/^Not used: \/portal.json/)
    expect(lines[1]).toBe('The access point stays closed: /portal.json may ask for that')
    expect(lines.join()).not.toContain('Starting captive portal')
    serve(
      board,
      function* () {
        yield 1
        expect(board.world.radio.accessPoint.active).toBe(true)
      },
      'ap_password="from the program", button=4, power_cycles=3',
    )
  })

  it.each(['{"essid": "Lamp"', '{"essid": "Lamp', '{"essid": "', '[1, 2]'])(
    '%s cannot be used and asks for nothing: the access point opens',
    async (text) => {
      const board = await startAtHome({ '/portal.json': text })
      const lines = serve(board, function* () {
        yield 1
        expect(softAp(board)[0]).toBe(0)
      })
      expect(lines[0]).toBe('Not used: /portal.json, which is damaged')
    },
  )

  it('in a file that the flash does not give back: the access point stays closed', async () => {
    for (const failing of ['opened', 'read']) {
      const board = await startAtHome(options({ ap_password: secret }))
      board.run(`
import builtins
real = open
class Unread:
    def __enter__(self):
        return self
    def __exit__(self, *_):
        pass
    def read(self, *_):
        raise OSError(5)
def opened(name, *mode):
    if name != '/portal.json':
        return real(name, *mode)
    if '${failing}' == 'opened':
        raise OSError(5)
    return Unread()
builtins.open = opened`)
      const lines = runStart(board, 'timeout=60')
      expect(lines.join(), failing).not.toContain('Starting captive portal')
      expect(board.world.radio.accessPoint.changes).not.toContain('on')
      board.run('builtins.open = real')
    }
  })

  it.each(['looked at', 'looked at or opened'])(
    'in a file that cannot be %s: the access point stays closed',
    async (failing) => {
      const board = await startAtHome(options({ ap_password: secret }))
      board.run(`
import builtins, os
real = open, os.stat
def failing(name, *mode):
    if name == '/portal.json':
        raise OSError(5)
    return real[not mode](name, *mode)
os.stat = failing
if 'opened' in '${failing}':
    builtins.open = failing`)
      const lines = runStart(board, 'timeout=60')
      expect(lines.join()).toContain('stays closed: /portal.json may ask for that')
      expect(board.world.radio.accessPoint.changes).not.toContain('on')
      board.run('builtins.open, os.stat = real')
    },
  )

  it('an entry without a name in the file changes nothing', async () => {
    const board = await startAtHome(options({ '': 5, ap_password: secret }))
    serve(board, function* () {
      yield 1
      expect(softAp(board)).toEqual([3, secret])
    })
  })

  it('and a known network: closes what an earlier run has left open', async () => {
    const board = await startAtHome(options({ ap_password: secret }))
    remember(board, ['Home', home.key])
    board.world.radio.accessPoint.active = true
    expect(runStart(board).at(-1)).toBe('returned 192.168.1.23')
    expect(board.world.radio.accessPoint.active).toBe(false)
  })

  it('that cannot be used: the cable still brings a network', async () => {
    const board = await startAtHome(options({ ap_password: 'short' }))
    board.world.play(function* () {
      yield 5000
      board.world.console.send(settings('Home', home.key))
    })
    expect(runStart(board).at(-1)).toBe('returned 192.168.1.23')
  })

  it('is in no answer, no error, no frame of Improv and no line', async () => {
    const fields = [{ label: 'Token', name: 'token', type: 'password' }]
    const files = {
      ...options({ ap_password: secret, fields }),
      '/settings.json': JSON.stringify({ token: 'stored S3cret!' }),
    }
    const board = await startAtHome(files)
    remember(board, ['Far', 'far S3cret!'])
    board.world.radio.networks.push({ ssid: 'Other', key: 'x' })
    const sent: Uint8Array[] = []
    board.world.transmit = (bytes) => void sent.push(bytes.slice())
    const lines = serve(board, function* () {
      const answers = []
      for (const host of ['192.168.4.1', 'spectrum.s3.amazonaws.com', 'evil.example'])
        for (const path of [
          '/',
          '/status',
          '/list',
          '/portal.json',
          '/wifi.creds',
          '/settings.json',
        ])
          answers.push(yield* ask(board, head(`GET ${path}`, host)))
      // The wrong token is told with the next page.
      for (const broken of [
        'GET\r\n\r\n',
        'BREW / HTTP/1.1\r\n\r\n',
        head('POST /connect'),
        'x'.repeat(20_000),
      ])
        answers.push(yield* ask(board, broken))
      answers.push(yield* submit(board, { ssid: 'Other', password: 'my S3cret!' }))
      expect((yield* verdict(board)).state).toBe('wrong')
      answers.push(yield* submit(board, { ssid: 'Other', password: 'my S3cret!', addr: '1' }))
      answers.push(yield* ask(board, head('GET /')))
      for (const { received } of answers) expect(received).not.toMatch(/S3cret/)
      for (const frame of [STATE, INFORMATION, SCAN, settings('Other', 'cable S3cret!')]) {
        board.world.console.send(frame)
        yield 3000
      }
      yield 10_000
    })
    const frames = hear(Buffer.concat(sent)).frames.map(inWords)
    expect(frames.length).toBeGreaterThan(4)
    expect(
      lines.join('\n') + frames.join('\n') + Buffer.concat(sent).toString('latin1'),
    ).not.toMatch(/S3cret/)
  })

  it('is refused by an SDK that wants another: the old access point is not left open', async () => {
    const board = await startAtHome(options({ ap_password: secret, essid: 'x' }))
    board.world.radio.softAp.apply = () => false
    expect(() => runStart(board)).toThrow(/can't set AP config/)
    expect(board.world.radio.accessPoint.active).toBe(false)
  })
})

describe('the channel of the access point', () => {
  const at = (channel: number, rssi = -50) => ({
    ssid: `On ${channel}`,
    key: 'correct horse',
    channel,
    rssi,
  })

  it.each([
    ['the strongest one up to 11', [at(13, -30), at(6)], [], 6],
    ['1, if all are higher', [at(12), at(13)], [], 1],
    ['1, if there is none', [], [], 1],
    ['1, not 14, which no access point of the chip can have', [at(14)], [], 1],
    ['that of a remembered network', [at(3, -30), at(11)], ['On 11'], 11],
    ['that of another, if the remembered one is on 13', [at(13), at(3)], ['On 13'], 3],
  ] as const)('is %s', async (_, networks, names, channel) => {
    const board = await startAtHome()
    if (names.length) remember(board, [names[0]!, 'old password'])
    board.world.radio.networks = [...networks]
    serve(board, function* () {
      yield 1
      expect(board.world.radio.accessPoint.channel).toBe(channel)
    })
  })

  it.each([
    [13, 1],
    [12, 1],
    [11, 11],
    [6, 6],
  ])('after a failed attempt on %i is %i', async (channel, after) => {
    const board = await startAtHome()
    const { radio } = board.world
    radio.networks = [at(channel)]
    serve(board, function* () {
      yield* submit(board, {
        hex: Buffer.from(`On ${channel}`).toString('hex'),
        password: 'wrong password',
      })
      expect(radio.accessPoint.channel).toBe(channel) // it has to follow
      expect((yield* verdict(board)).state).toBe('wrong')
      expect(radio.accessPoint.channel).toBe(after)
      yield* submit(board, { ssid: `On ${channel}`, password: 'correct horse' })
      expect((yield* verdict(board)).state).toBe('done')
      expect(radio.accessPoint.channel).toBe(channel)
    })
  })
})
