/** The list of networks, the headers of phones, and the passwords that networks have. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Board } from './board'
import {
  ask,
  head,
  home,
  post,
  remember,
  runStart,
  serve,
  startAtHome,
  status,
  submit,
  tokenIn,
  verdict,
} from './stories'

let board: Board
const start = async (files = {}) => void (board = await startAtHome(files))
beforeEach(() => start())

describe('the list of networks', () => {
  const names = (page: { body: string }) =>
    [...page.body.matchAll(/name="hex" value="(\w+)"/g)].map(([, hex]) =>
      Buffer.from(hex!, 'hex').toString(),
    )

  it('of a fresh board has a network that appears 12 s after the start, 90 s later', () => {
    const late = { ssid: 'Late', key: 'correct horse', off: true }
    board.world.radio.networks.push(late)
    board.world.at(12_000, () => (late.off = false))
    serve(board, function* () {
      yield 90_000
      expect(names(yield* ask(board, head('GET /')))).toEqual(['Late', 'Home'])
    })
  })

  it('is scanned again by a button that needs no script', () => {
    serve(board, function* () {
      const page = yield* ask(board, head('GET /'))
      expect(page.body).toContain(
        '<button formaction="/search" formnovalidate t>Search again</button>',
      )
      board.world.radio.networks = [{ ssid: 'New' }]
      const form = `token=${tokenIn(page)}`
      const length = `Content-Length: ${form.length}\r\n`
      const answer = yield* ask(board, head('POST /search', '192.168.4.1', length) + form)
      expect([answer.status, answer.header('Location')]).toEqual([303, 'http://192.168.4.1/'])
      expect(names(yield* ask(board, head('GET /')))).toEqual(['New'])
      const scans = board.world.radio.scans
      const wrong = head('POST /search', '192.168.4.1', 'Content-Length: 7\r\n') + 'token=0'
      expect((yield* ask(board, wrong)).status).toBe(403)
      expect(board.world.radio.scans).toBe(scans)
    })
  })

  it('is renewed for an open page, but not at every request', () => {
    serve(board, function* () {
      board.world.radio.stations = 1
      const { scans } = board.world.radio
      for (let i = 0; i < 60; i++) {
        yield 5000
        yield* ask(board, head('GET /list'))
      }
      expect(board.world.radio.scans - scans).toBeGreaterThan(4)
      expect(board.world.radio.scans - scans).toBeLessThan(12)
    })
  })

  it('keeps its entries when a scan fails', () => {
    serve(board, function* () {
      board.world.radio.scanFails = 1
      yield 40_000
      expect(names(yield* ask(board, head('GET /list')))).toEqual(['Home'])
    })
  })

  it('also has a saved network beyond the twelve listed ones, which is joined', () => {
    remember(board, ['Far', 'correct horse'], ['Elsewhere', 'old password'])
    board.world.radio.networks = [
      { ssid: 'Far', key: 'correct horse', rssi: -95 },
      ...Array.from({ length: 20 }, (_, i) => ({ ssid: `Near ${i}`, key: 'x', rssi: -40 })),
    ]
    expect(runStart(board).at(-1)).toBe('returned 192.168.1.23')
  })

  it('distinguishes names that differ only in invisible characters, and sends their bytes', () => {
    const all = [
      'Home',
      'Home ',
      ' Home',
      'Ho  me',
      'Ho me',
      'Home\u00a0',
      'Home\u200b',
      'Ho\u202eme',
      'Home␣',
      'Home\\u200b',
    ]
    board.world.radio.networks = all.map((ssid, i) => ({ ssid, rssi: -40 - i }))
    serve(board, function* () {
      const page = yield* ask(board, head('GET /'))
      const shown = [...page.body.matchAll(/<\/i> (.*)<\/label>/g)].map(([, text]) => text!)
      expect(new Set(shown.map((text) => text.replace(/\s+/g, ' ').trim())).size).toBe(all.length)
      expect(shown[1]).toBe('Home␣')
      yield* submit(board, { hex: Buffer.from('Home ').toString('hex'), password: '' })
      expect(Buffer.from(board.world.radio.attempts[0]!.ssid).toString()).toBe('Home ')
      yield* verdict(board)
      const again = yield* ask(board, head('GET /'))
      expect(again.body).toContain(`value="${Buffer.from('Home ').toString('hex')}" checked>`)
      expect(again.body).toContain('name="ssid" value="Home "')
    })
  })
})

describe('a header', () => {
  it.each([390, 1024, 4000, 15_000])('with a cookie of %d bytes gets the page', (size) => {
    serve(board, function* () {
      const cookie = `Cookie: a=${'x'.repeat(size)}\r\nUser-Agent: ${'y'.repeat(300)}\r\n`
      const request = head('GET /', '192.168.4.1', cookie)
      const answer = yield* ask(board, ...request.match(/[^]{1,500}/g)!)
      expect(answer.status).toBe(200)
    })
  })

  it('with a long query gets its redirect', () => {
    serve(board, function* () {
      const answer = yield* ask(board, head(`GET /x?${'q'.repeat(5000)}`, 'example.com'))
      expect(answer.status).toBe(302)
    })
  })

  it.each([
    [431, head('GET /', '192.168.4.1', `Cookie: ${'x'.repeat(16_384)}\r\n`)],
    [413, post('x'.repeat(513))],
    [400, 'nonsense\r\n\r\n'],
  ])('or form that is refused with %d gets words and a way back', (code, request) => {
    serve(board, function* () {
      const phone = board.world.network.dial()
      phone.send(request)
      phone.hungUp = true
      yield () => phone.closed
      expect(phone.status).toBe(code)
      expect(phone.body.match(/<p lang=/g)).toHaveLength(6)
      expect(phone.body).toContain('<a href="http://192.168.4.1/">')
    })
  })
})

describe('a password', () => {
  const wep = 1
  it.each([
    ['5 characters for WEP', { hex: '576570', password: '12345' }, undefined],
    ['13 characters for WEP', { hex: '576570', password: '1234567890123' }, undefined],
    ['26 digits for WEP', { hex: '576570', password: 'a'.repeat(26) }, undefined],
    ['8 characters for WEP', { hex: '576570', password: '12345678' }, 'wep'],
    ['26 letters for WEP', { hex: '576570', password: 'z'.repeat(26) }, 'wep'],
    ['5 characters, hidden', { ssid: 'Hidden', password: '12345' }, undefined],
    ['5 characters for WPA', { ssid: 'Home', password: '12345' }, 'key'],
    ['64 digits', { ssid: 'Home', password: 'aF09'.repeat(16) }, undefined],
    ['64 letters', { ssid: 'Home', password: 'z'.repeat(64) }, 'hex'],
    ['64 letters, hidden', { ssid: 'Hidden', password: 'z'.repeat(64) }, 'hex'],
  ])('of %s: %j → %s', (_, fields, problem) => {
    board.world.radio.networks = [home, { ssid: 'Wep', key: '12345', security: wep }]
    serve(board, function* () {
      yield* submit(board, fields)
      const now = yield* status(board)
      expect(now.state).toBe(problem ?? 'trying')
      expect(board.world.radio.attempts).toHaveLength(problem ? 0 : 1)
    })
  })

  it('of WEP is saved', () => {
    remember(board, ['Home', '12345'])
    board.world.radio.networks = [{ ssid: 'Home', key: '12345', security: wep }]
    expect(runStart(board).at(-1)).toBe('returned 192.168.1.23')
  })
})
