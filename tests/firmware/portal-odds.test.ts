/** Files with invalid content, reasons of failed attempts, and very long run times. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Board } from './board'
import { ask, head, home, remember, serve, startAtHome, submit, verdict } from './stories'
import { STAT } from './world-radio'

let board: Board
const network = { ssid: 'Home', password: 'correct horse' }
const start = async (files = {}) => void (board = await startAtHome(files))
beforeEach(() => start())

describe('files with invalid content', () => {
  it.each([
    { fields: 5 },
    { fields: { a: 1 } },
    { fields: [5, null, 'x', [], {}, { name: 7 }, { name: '' }, { name: 'good' }] },
    { fields: [{ name: 'good', label: 5, type: 7, default: [1], pattern: 3 }] },
    { fields: [{ name: 'good', label: null, default: true, type: 'checkbox' }, { name: 'good' }] },
    { fields: Array.from({ length: 20 }, (_, i) => ({ name: `good${i}`, label: '}{"' })) },
    { essid: 5, ap_ip: 'nowhere', hostname: [], timeout: 'long', fields: [{ name: 'good' }] },
    { ap_ip: 7, timeout: -1, hostname: 5, app: {}, on_connect: 1 },
  ])('in /portal.json (%j): the page is served, the console reports it once', async (options) => {
    await start({ '/portal.json': JSON.stringify(options) })
    const lines = serve(board, function* () {
      for (let i = 0; i < 2; i++) {
        const page = yield* ask(board, head('GET /'))
        expect(page.status).toBe(200)
        if (JSON.stringify(options).includes('good')) expect(page.body).toContain('name="f-good')
      }
      yield* submit(board, { ...network, 'f-good': 'x' })
      expect(board.world.radio.attempts).toHaveLength(1)
    })
    const said = lines.filter((line) => line.startsWith('Not used: '))
    expect(said.length).toBeGreaterThan(0)
    expect(lines.filter((line) => /Error|HTTP:/.test(line))).toEqual([])
  })

  it.each([
    ['a text of 6 KB', { a: 'x'.repeat(6144) }],
    ['a text of 3 KB', { a: 'x'.repeat(3072) }],
    ['lists and numbers', { a: [1, { b: 2 }], b: 7 }],
  ])('in /settings.json (%s): the page is served', async (_, values) => {
    const options = { fields: [{ name: 'a' }, { name: 'b' }] }
    await start({
      '/portal.json': JSON.stringify(options),
      '/settings.json': JSON.stringify(values),
    })
    serve(board, function* () {
      const page = yield* ask(board, head('GET /'))
      expect([page.status, page.body.includes('name="f-b"')]).toEqual([200, true])
    })
  })
})

describe('the reason of a failed attempt', () => {
  const listed = ['in the list', 'hidden', 'beyond the dozen', 'gone since'] as const
  const keys = ['correct horse', '']
  const statuses = Object.entries(STAT)
  const cases = listed.flatMap((where) =>
    statuses.flatMap(([name, code]) => keys.map((key) => [where, name, key, code] as const)),
  )

  /** What each sentence claims, against what is known. */
  const truth: Record<string, (where: string, code: number, key: string) => boolean> = {
    wrong: (_, code, key) => code === STAT.wrongPassword && key !== '',
    refused: (_, code, key) => code === STAT.connectFail && key !== '',
    closed: (_, code, key) => [STAT.wrongPassword, STAT.connectFail].includes(code) && key === '',
    gone: (_, code) => code === STAT.noApFound,
    silent: (where, code) =>
      code === STAT.gotIp || (/list|since/.test(where) && code <= STAT.connecting),
    unclear: (where, code) => /hidden|dozen/.test(where) && code <= STAT.connecting,
  }

  it.each(cases)('%s, %s, password "%s": is the actual one', (where, _, key, code) => {
    const others = Array.from({ length: 14 }, (_, i) => ({ ssid: `Near ${i}`, rssi: -40 }))
    const wanted = { ssid: 'Wanted', key, rssi: -90, refuses: code, hidden: where === 'hidden' }
    board.world.radio.networks = where === 'beyond the dozen' ? [wanted, ...others] : [wanted]
    board.world.radio.addressless = true
    serve(board, function* () {
      if (where === 'gone since') board.world.radio.networks = [{ ...wanted, hidden: true }]
      yield* submit(board, { ssid: 'Wanted', password: key })
      const { state } = yield* verdict(board)
      expect(truth[state]?.(where, code, key), state).toBe(true)
      expect(Object.entries(truth).filter(([, holds]) => holds(where, code, key))).toHaveLength(1)
    })
  })
})

describe('an uptime', () => {
  it('of more than 6.2 days does not make the board assume that a phone is connected', () => {
    const { world } = board
    remember(board, ['Home', 'correct horse'])
    world.radio.knowsStations = false
    world.radio.networks = [{ ...home, off: true }]
    serve(board, function* () {
      yield 600_000
      const before = world.radio.attempts.length
      expect(before).toBeGreaterThan(1)
      // No turn of the portal takes that long, so in steps.
      for (let step = 0; step < 3; step++) {
        world.skipMs += 2 ** 28
        yield 400_000
      }
      expect(world.radio.attempts.length).toBeGreaterThan(before)
    })
  })
})
