/** Secrets that the portal keeps, and what happens when it cannot save them. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Board } from './board'
import {
  ask,
  head,
  readSettings,
  remember,
  runStart,
  serve,
  startAtHome,
  submit,
  tokenIn,
  verdict,
} from './stories'

let board: Board
const network = { ssid: 'Home', password: 'correct horse' }
const start = async (files = {}) => void (board = await startAtHome(files))
beforeEach(() => start())

const settings = () => readSettings(board)

/** From now on that file cannot be written. */
const failWrites = (code: number, path: string) =>
  board.run(`
import builtins
real = builtins.open
def failing(name, *mode):
    if name == '${path}.new' and mode and 'w' in mode[0]:
        raise OSError(${code})
    return real(name, *mode)
builtins.open = failing`)

describe('a stored secret', () => {
  const fields = [
    { label: 'Token', name: 'token', type: 'password' },
    { label: 'Key', name: 'key', type: 'PASSWORD', default: 'preset secret' },
    { label: 'Server', name: 'server' },
  ]
  const stored = { token: 'stored "secret"', server: 'mqtt.local' }

  it('is in no answer, on no page and for no host', async () => {
    await start({
      '/portal.json': JSON.stringify({ fields }),
      '/settings.json': JSON.stringify(stored),
    })
    remember(board, ['Home', 'stored secret key'])
    const lines = serve(board, function* () {
      const answers = []
      for (const host of ['192.168.4.1', 'spectrum.s3.amazonaws.com', 'evil.example'])
        for (const path of ['/', '/status', '/list', '/kindle-wifi/wifistub.html', '/nowhere'])
          answers.push(yield* ask(board, head(`GET ${path}`, host)))
      answers.push(yield* submit(board, { ...network, password: 'my own secret' }))
      answers.push(yield* submit(board, { ssid: '', token: 'x', 'f-token': 'a new secret' }))
      answers.push(yield* ask(board, head('GET /')))
      for (const { received } of answers) expect(received).not.toMatch(/secret/)
      const page = answers[0]!.body
      expect(page).toMatch(
        /name="f-token" type="password" value="" class="kept" placeholder="saved; leave/,
      )
      expect(page).toMatch(/name="f-key" type="password" value="" class="kept"/)
      expect(page).toContain('name="x-token"')
      expect(page).toContain('value="mqtt.local"')
      expect(page).not.toMatch(/name="password"[^>]* value/)
    })
    expect(lines.join('\n')).not.toMatch(/secret/)
  })

  it.each([
    ['is kept when its field comes empty', {}, { token: 'stored "secret"', key: 'preset secret' }],
    ['is replaced by another', { 'f-token': 'new' }, { token: 'new', key: 'preset secret' }],
    ['is removed on demand', { 'x-token': '1', 'x-key': '1' }, { token: '', key: '' }],
  ])('%s', async (_, entered, expected) => {
    await start({
      '/portal.json': JSON.stringify({ fields }),
      '/settings.json': JSON.stringify(stored),
    })
    serve(board, function* () {
      yield* submit(board, { ...network, 'f-server': '', ...entered })
    })
    expect(settings()).toEqual({ server: '', ...expected })
  })

  it('and the token of the form are not sent to a page of another host', () => {
    serve(board, function* () {
      const evil = yield* ask(board, head('GET /kindle-wifi/wifistub.html', 'evil.example'))
      expect(evil.status).toBe(200)
      expect(evil.body).toContain('<form action="http://192.168.4.1/">')
      expect(tokenIn(evil)).toBe('none')
      const own = yield* ask(board, head('GET /'))
      const body = `token=${tokenIn(own)}&ssid=Home`
      const more = `Origin: http://evil.example\r\nContent-Length: ${body.length}\r\n`
      yield* ask(board, head('POST /connect', 'evil.example', more) + body)
      yield* ask(board, head('POST /connect', 'spectrum.s3.amazonaws.com', more) + body)
      yield* ask(board, head('POST /connect', '192.168.4.1', more) + body)
      expect(board.world.radio.attempts).toEqual([])
    })
  })
})

describe('what cannot be saved', () => {
  it.each([28, 5])(
    '(error %d) a network: reported, the station stays connected, the program goes on',
    (code) => {
      remember(board, ['Other', 'old password'])
      const before = board.read('/wifi.creds')
      failWrites(code, '/wifi.creds')
      board.world.radio.stations = 1
      board.world.play(function* () {
        yield () => board.world.network.isListening()
        yield* submit(board, network)
        const now = (yield* verdict(board)) as { state: string; text?: string }
        expect(now.state).toBe('done')
        expect(now.text).toMatch(/^Not saved: .*\|Nicht gespeichert: /)
        const page = yield* ask(board, head('GET /'))
        expect(page.body).toContain('>Not saved: ')
      })
      const lines = runStart(board)
      expect(lines.at(-1)).toBe('returned 192.168.1.23')
      expect(lines.join('\n')).toMatch(
        code === 28
          ? 'Could not save /wifi.creds: the flash is full'
          : 'the flash failed with error 5',
      )
      expect(board.read('/wifi.creds')).toEqual(before)
      expect(board.exists('/wifi.creds.new')).toBe(false)
    },
  )

  it('a known network that is joined without the portal', () => {
    remember(board, ['Home', 'correct horse'], ['Last', 'other password'])
    failWrites(28, '/wifi.creds')
    expect(runStart(board).at(-1)).toBe('returned 192.168.1.23')
  })

  it('the file of the blog series, rewritten', () => {
    board.write('/wifi.creds', 'Home,correct horse')
    failWrites(28, '/wifi.creds')
    expect(runStart(board).at(-1)).toBe('returned 192.168.1.23')
  })

  it('the extra fields: reported, the network is tried all the same', async () => {
    const options = { fields: [{ name: 'a' }] }
    await start({ '/portal.json': JSON.stringify(options), '/settings.json': '{"a": "old"}' })
    failWrites(28, '/settings.json')
    const lines = serve(board, function* () {
      yield* submit(board, { ...network, 'f-a': 'new' })
      expect(yield* verdict(board)).toMatchObject({ text: expect.stringMatching(/^Not saved/) })
    })
    expect(lines).toContain('Could not save /settings.json: the flash is full')
    expect(settings()).toEqual({ a: 'old' })
  })

  it('the saved password of a network is kept when none is typed', async () => {
    await start({ '/wifi.creds': 'Home,correct horse' })
    board.world.radio.networks = [{ ssid: 'Home', key: 'correct horse', off: true }]
    serve(board, function* () {
      board.world.radio.networks = [{ ssid: 'Home', key: 'correct horse' }]
      const page = yield* ask(board, head('GET /'))
      expect(page.body).not.toContain('correct horse')
      yield* submit(board, { ssid: 'Home', password: '' })
      expect((yield* verdict(board)).state).toBe('done')
    })
  })
})

describe('a secret whose field is no password any more', () => {
  it('is still in no answer, until something else is entered', async () => {
    await start({
      '/portal.json': JSON.stringify({ fields: [{ name: 'token', type: 'password' }] }),
    })
    serve(board, function* () {
      yield* submit(board, { ...network, 'f-token': 'hunter2' })
    })
    expect(settings()).toEqual({ token: 'hunter2' })
    board.write('/portal.json', JSON.stringify({ fields: [{ name: 'token', type: 'text' }] }))
    serve(board, function* () {
      const page = yield* ask(board, head('GET /'))
      expect(page.body).not.toContain('hunter2')
      yield* submit(board, { ...network, 'f-token': 'public' })
      expect((yield* ask(board, head('GET /'))).body).toContain('value="public"')
    })
    expect(settings()).toEqual({ token: 'public' })
  })
})
