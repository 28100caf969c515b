import { beforeEach, describe, expect, it } from 'vitest'
import { startBoard, type Board } from './board'
import { ask, head, post, serve, status, submit, tokenIn } from './stories'

let board: Board
beforeEach(async () => {
  board = await startBoard()
  board.world.radio.networks = [
    { ssid: 'Home', key: 'correct horse' },
    { ssid: '<script>alert("1")</script>', rssi: -70 },
    { ssid: Uint8Array.of(0xff, 0x27, 0x22, 0x00, 0x3c), key: 'x', rssi: -90 },
  ]
})

const url = 'http://192.168.4.1/'

describe('what makes each system open its sign-in sheet', () => {
  /** [system, host, path] and the verdict as facts about the systems describe it. */
  const probes = [
    ['Android', 'connectivitycheck.gstatic.com', '/generate_204'],
    ['Android fallback', 'play.googleapis.com', '/generate_204'],
    ['ChromeOS', 'www.gstatic.com', '/generate_204'],
    ['iOS and macOS', 'captive.apple.com', '/hotspot-detect.html'],
    ['Windows', 'www.msftconnecttest.com', '/connecttest.txt'],
    ['Windows browser', 'www.msftconnecttest.com', '/redirect'],
    ['Windows, old', 'www.msftncsi.com', '/ncsi.txt'],
    ['Firefox', 'detectportal.firefox.com', '/canonical.html'],
    ['Firefox, old', 'detectportal.firefox.com', '/success.txt?ipv4'],
    ['NetworkManager of GNOME', 'nmcheck.gnome.org', '/check_network_status.txt'],
    ['NetworkManager of Ubuntu', 'connectivity-check.ubuntu.com', '/'],
    ['NetworkManager of Debian', 'network-test.debian.org', '/nm'],
  ] as const

  it.each(probes)('%s: %s%s is redirected to the page', (_, host, path) => {
    serve(board, function* () {
      const answer = yield* ask(board, head(`GET ${path}`, host))
      expect(answer.status).toBe(302)
      expect(answer.header('Location')).toBe(url)
      expect(answer.header('Cache-Control')).toBe('no-store')
      expect(answer.header('Connection')).toBe('close')
      expect(Number(answer.header('Content-Length'))).toBe(Buffer.byteLength(answer.body))
      // Android: 3xx with a Location; an empty body, or one of 4 bytes, would count as failure.
      expect(Buffer.byteLength(answer.body)).toBeGreaterThan(4)
      // iOS: the word "Success" nowhere; it shows the body. Others: not the text that they expect.
      expect(answer.body).not.toMatch(/success|Microsoft (Connect|NCSI)|NetworkManager is online/i)
      expect(answer.body).toContain(`content="0;url=${url}"`)
      expect(answer.body).toContain(`<a href="${url}">`)
    })
  })

  it('Kindle: the page itself', () => {
    serve(board, function* () {
      const answer = yield* ask(
        board,
        head('GET /kindle-wifi/wifistub.html', 'spectrum.s3.amazonaws.com'),
      )
      expect(answer.status).toBe(200)
      expect(answer.body).toContain('<form method="post"')
    })
  })

  it.each(['/favicon.ico', '/wpad.dat'])('%s is not there, on any host', (path) => {
    serve(board, function* () {
      for (const host of ['192.168.4.1', 'wpad.local']) {
        expect((yield* ask(board, head(`GET ${path}`, host))).status).toBe(404)
      }
    })
  })
})

describe('the page', () => {
  it('lists the networks in reach, strongest first, whatever their names are made of', () => {
    serve(board, function* () {
      const page = yield* ask(board, head('GET /'))
      expect(page.status).toBe(200)
      expect(page.header('Content-Type')).toBe('text/html; charset=utf-8')
      expect(Number(page.header('Content-Length'))).toBe(Buffer.byteLength(page.body))
      expect(page.body).not.toContain('<script>alert')
      expect(page.body.match(/name="hex" value="(\w*)"/g)).toEqual([
        'name="hex" value="486f6d65"',
        'name="hex" value="3c7363726970743e616c65727428223122293c2f7363726970743e"',
        'name="hex" value="ff2722003c"',
        'name="hex" value=""',
      ])
      expect(page.body).toContain(
        '<i>▂▄</i> &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;</label>',
      )
      expect(page.body).toContain('<i>▂ 🔒</i> \\xff\\&#39;&quot;\\x00&lt;</label>')
      expect(page.body).not.toContain('~')
    })
  })

  it('has the same head but no body for HEAD', () => {
    serve(board, function* () {
      const page = yield* ask(board, head('GET /'))
      const only = yield* ask(board, head('HEAD /'))
      expect(only.header('Content-Length')).toBe(page.header('Content-Length'))
      expect(only.body).toBe('')
      const redirect = yield* ask(board, head('HEAD /generate_204', 'www.gstatic.com'))
      expect([redirect.status, redirect.body]).toEqual([302, ''])
    })
  })

  it('is served to HTTP/1.0 without a host, and to a host with a port', () => {
    serve(board, function* () {
      expect((yield* ask(board, 'GET / HTTP/1.0\r\n\r\n')).status).toBe(200)
      expect((yield* ask(board, head('GET /', '192.168.4.1:80'))).status).toBe(200)
      expect((yield* ask(board, head('GET /', '192.168.4.1:8080'))).status).toBe(302)
    })
  })

  it('is never changed by a GET: the form is a POST', () => {
    serve(board, function* () {
      expect((yield* ask(board, head('GET /connect?ssid=Home&password=x'))).status).toBe(302)
      yield 2000
      expect(board.world.radio.attempts).toEqual([])
    })
  })
})

describe('the form', () => {
  it('is accepted in pieces, with pauses between them, and answered with 303 and the page', () => {
    serve(board, function* () {
      const page = yield* ask(board, head('GET /'))
      const body = `token=${tokenIn(page)}&ssid=Home&password=correct+horse`
      const answer = yield* ask(board, ...post(body).match(/[^]{1,40}/g)!)
      expect(answer.status).toBe(303)
      expect(answer.header('Location')).toBe(url)
      expect(board.world.radio.attempts).toHaveLength(1)
    })
  })

  it('waits for the body after "100 Continue"', () => {
    serve(board, function* () {
      const page = yield* ask(board, head('GET /'))
      const body = `token=${tokenIn(page)}&ssid=Home&password=correct+horse`
      const phone = board.world.network.dial()
      phone.send(
        head(
          'POST /connect',
          '192.168.4.1',
          `Content-Length: ${body.length}\r\nExpect: 100-continue\r\n`,
        ),
      )
      yield () => phone.received !== ''
      expect(phone.received).toBe('HTTP/1.1 100 Continue\r\n\r\n')
      phone.received = ''
      phone.send(body)
      yield () => phone.closed
      expect(phone.status).toBe(303)
    })
  })

  it.each([
    ['no token', 'ssid=Home&password=correct+horse', '', 403],
    ['another token', 'token=00000000&ssid=Home&password=correct+horse', '', 403],
    [
      'another origin',
      'token=TOKEN&ssid=Home&password=correct+horse',
      'Origin: http://evil.example\r\n',
      403,
    ],
    ['no token and a hidden origin ("null")', 'ssid=Home', 'Origin: null\r\n', 403],
  ])('with %s changes nothing', (_, body, more, code) => {
    serve(board, function* () {
      const page = yield* ask(board, head('GET /'))
      const answer = yield* ask(board, post(body.replace('TOKEN', tokenIn(page)), more))
      expect(answer.status).toBe(code)
      yield 3000
      expect(board.world.radio.attempts).toEqual([])
    })
  })

  it.each(['http://192.168.4.1', 'null'])('with its token and the origin %s is taken', (origin) => {
    serve(board, function* () {
      const answer = yield* submit(board, { ssid: 'Home' }, `Origin: ${origin}\r\n`)
      expect(answer.status).toBe(303)
      expect(board.world.radio.attempts).toHaveLength(1)
    })
  })

  it.each([
    ['no network', { password: 'correct horse' }, 'name'],
    ['a name of 33 bytes', { ssid: 'x'.repeat(33), password: 'correct horse' }, 'name'],
    ['a password of 7', { ssid: 'Home', password: '1234567' }, 'key'],
    ['a password of 65', { ssid: 'Home', password: 'x'.repeat(65) }, 'key'],
  ])('with %s is not tried; the page says why', (_, fields, state) => {
    serve(board, function* () {
      const answer = yield* submit(board, fields)
      expect(answer.status).toBe(303)
      expect(yield* status(board)).toMatchObject({ state })
      const page = yield* ask(board, head('GET /'))
      expect(page.body).toContain(`<body class="${state}">`)
      expect(board.world.radio.attempts).toEqual([])
    })
  })

  it('names a network of the list by its bytes', () => {
    serve(board, function* () {
      yield* submit(board, { hex: 'ff2722003c', ssid: 'ignored', password: 'correct horse' })
      expect(board.world.radio.attempts[0]?.ssid).toEqual(
        Uint8Array.of(0xff, 0x27, 0x22, 0x00, 0x3c),
      )
    })
  })
})

describe('requests that cannot be served', () => {
  it.each([
    [400, 'nonsense\r\n\r\n'],
    [411, head('POST /connect')],
    [411, head('POST /connect', '192.168.4.1', 'Transfer-Encoding: chunked\r\n') + '0\r\n\r\n'],
    [413, post('x'.repeat(513))],
    [431, head('GET /', '192.168.4.1', `Cookie: ${'x'.repeat(16_384)}\r\n`)],
    [501, head('DELETE /')],
  ])('are answered with %d', (code, request) => {
    serve(board, function* () {
      const phone = board.world.network.dial()
      for (const piece of request.match(/[^]{1,300}/g)!) phone.send(piece)
      yield () => phone.received.includes('\r\n\r\n')
      expect(phone.status).toBe(code)
      yield 100
      // What the phone still sends is read, or the answer would be lost in a reset.
      phone.hungUp = true
      yield () => phone.closed
      expect(phone.inbox).toEqual([])
    })
  })
})
