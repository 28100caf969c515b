/** How the page is filled in and sent: to the byte, whatever the file on the board looks like. */
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { startBoard, type Board } from './board'
import { ask, head, serve, startAtHome, submit } from './stories'
import type { Phone } from './world-network'

const folder = new URL('../../firmware/lib/captive_portal/', import.meta.url)
const template = readFileSync(new URL('page.html', folder), 'utf8')
const PAGE = '/lib/captive_portal/page.html'
const home = '<label><input type="radio" name="hex" value="486f6d65"> <i>▂▄▆ 🔒</i> Home</label>\n'

/** The page that `file` should become; other placeholders are dropped. */
const filled = (file: string, values: Record<string, string>) =>
  file.replace(/~([^~\n]*)~/g, (_, name: string) => values[name] ?? '')

const tokenOf = (page: Phone) => /token" value="(\d+)"/.exec(page.body)?.[1] ?? ''

function expectPage(page: Phone, body: string): void {
  expect(page.status).toBe(200)
  expect(page.body).toBe(body)
  expect(Number(page.header('Content-Length'))).toBe(Buffer.byteLength(body))
}

let board: Board
beforeEach(async () => void (board = await startAtHome()))

describe('the page', () => {
  it('is the file with the values of now', () => {
    serve(board, function* () {
      const page = yield* ask(board, head('GET /'))
      const now = { state: 'idle', name: 'ESP-A1B2C3', token: tokenOf(page), networks: home }
      expectPage(page, filled(template, now))
      yield* submit(board, { ssid: '<&">', password: '1234567' })
      const again = yield* ask(board, head('GET /'))
      const words = readFileSync(new URL('words.txt', folder), 'utf8')
      const text = /^key\|(.*)$/m.exec(words)?.[1] ?? ''
      const wrong = { ...now, state: 'key', text, more: text.split('|')[0] ?? '' }
      expectPage(again, filled(template, wrong))
    })
  })

  // A part of the file has 256 bytes.
  it.each([0, 1, 100, 247, 248, 249, 250, 254, 255, 256, 257, 600])(
    'may have a placeholder behind %d bytes, unknown ones, and a "~" that stands alone',
    (size) => {
      const file = `${'é'.repeat(size >> 1)}${'x'.repeat(size & 1)}~state~~name~\n5 ~ 6\n~what~~token~~networks~ok~`
      board.write(PAGE, file)
      serve(board, function* () {
        const page = yield* ask(board, head('GET /'))
        const token = /(\d+)<label>/.exec(page.body)?.[1] ?? ''
        const values = { state: 'idle', name: 'ESP-A1B2C3', token, networks: home }
        expectPage(page, filled(file, values))
      })
    },
  )

  it('is not needed for anything else: without the file, the portal opens and leads to it', () => {
    board.run(`import os\nos.remove('${PAGE}')`)
    serve(board, function* () {
      expect((yield* ask(board, head('GET /generate_204', 'example.com'))).status).toBe(302)
      expect((yield* ask(board, head('GET /'))).received).toBe('')
    })
  })
})

describe('the modules of an answer', () => {
  const open = `
import sys
from captive_portal.join import join
from captive_portal.start import release
from captive_portal.portal import Portal
from captive_portal.setup import setup
portal = Portal(*join({}, release), release)
setup(portal)`
  const loaded = () => {
    board.console()
    board.run(`print(*(n[15:] for n in sys.modules if n.startswith('captive_portal.')))`)
    return board.console()[0]
  }
  const answered = (path: string) => {
    const phone = board.world.network.dial()
    phone.send(head(`GET ${path}`))
    for (let turns = 0; turns < 40 && !phone.closed; turns++) board.run('portal.turn()')
    expect(phone.closed).toBe(true)
  }

  it('of a page or a redirect stay until nothing has happened for a turn', () => {
    board.run(open)
    answered('/generate_204')
    expect(loaded()).toBe('site')
    answered('/')
    expect(loaded()).toBe('site')
    board.run('portal.turn()')
    expect(loaded()).toBe('')
  })

  it('of another answer, or with extra fields, do not stay', async () => {
    board.run(open)
    answered('/status')
    expect(loaded()).toBe('')
    board = await startBoard({ '/portal.json': '{"fields": [{"name": "one"}]}' })
    board.run(open)
    answered('/')
    expect(loaded()).toBe('')
  })
})

it('every sentence about a problem is found', () => {
  const words = readFileSync(new URL('words.txt', folder), 'utf8').trimEnd().split('\n')
  const keys = words.map((line) => line.slice(0, line.indexOf('|')))
  board.run(`
from captive_portal.routes import text
for key in ${JSON.stringify([...keys, 'nothing', ''])}:
    print(str(text(key.encode()), 'utf-8'))`)
  expect(board.console()).toEqual([
    ...words.map((line) => line.slice(line.indexOf('|') + 1)),
    '',
    '',
  ])
})
