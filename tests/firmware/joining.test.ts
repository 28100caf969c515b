/** From the form to the network, and from the network back to the form. */
import { beforeEach, describe, expect, it } from 'vitest'
import { startBoard, type Board } from './board'
import { ask, head, remember, runStart, serve, status, submit, verdict } from './stories'
import { STAT } from './world-radio'

let board: Board
beforeEach(async () => {
  board = await startBoard()
})

const home = { ssid: 'Home', key: 'correct horse', channel: 11, rssi: -60 }
describe('a phone that asks for a network', () => {
  it.each([
    ['a wrong password', { ssid: 'Home', password: 'wrong password' }, home, 'wrong', 8],
    ['a network that is gone', { ssid: 'Gone', password: 'correct horse' }, home, 'gone', 25],
    [
      'a router that gives no address',
      { ssid: 'Home', password: 'correct horse' },
      { ...home, addressAfterMs: Infinity },
      'silent',
      25,
    ],
    [
      'a router that refuses',
      { ssid: 'Home', password: 'correct horse' },
      { ...home, refuses: STAT.connectFail },
      'refused',
      8,
    ],
    [
      'an open network that refuses',
      { ssid: 'Open' },
      { ssid: 'Open', refuses: STAT.connectFail },
      'closed',
      8,
    ],
  ])('hears of %s while the access point stays up', (_, fields, network, state, withinS) => {
    board.world.radio.networks = [network]
    serve(board, function* () {
      const beganMs = board.world.nowMs
      yield* submit(board, fields)
      expect(yield* status(board)).toMatchObject({ state: 'trying', about: fields.ssid })
      expect(yield* verdict(board)).toMatchObject({ state, about: fields.ssid })
      expect(board.world.nowMs - beganMs).toBeLessThan(withinS * 1000)
      // Failed attempts must not go on: the radio would hop and lose the phone.
      expect(board.world.radio.status).toBe(STAT.idle)
      expect(board.world.radio.accessPoint.changes).toEqual(['off', 'on'])
      expect(board.exists('/wifi.creds')).toBe(false)
      const page = yield* ask(board, head('GET /'))
      expect(page.body).toContain(`<b id="about">${fields.ssid}</b>`)
      expect(page.body).toContain(`name="ssid" value="${fields.ssid}"`)
    })
  })

  it('may try again after a failure, and then gets the new address', () => {
    board.world.radio.networks = [home]
    board.world.radio.stations = 1
    board.world.play(function* () {
      yield () => board.world.network.isListening()
      yield* submit(board, { ssid: 'Home', password: 'wrong password' })
      expect((yield* verdict(board)).state).toBe('wrong')
      yield* submit(board, { ssid: 'Home', password: 'correct horse' })
      expect(yield* verdict(board)).toMatchObject({
        state: 'done',
        ip: '192.168.1.23',
        name: 'ESP-A1B2C3',
      })
      const page = yield* ask(board, head('GET /'))
      expect(page.body).toContain('<a id="ip" href="http://192.168.1.23/">192.168.1.23</a>')
      expect((yield* ask(board, head('GET /', '192.168.1.23'))).status).toBe(200)
    })
    expect(runStart(board).slice(5)).toEqual([
      'A phone is here',
      "Trying to connect to SSID 'Home'",
      "Failed to connect to 'Home': wrong",
      "Trying to connect to SSID 'Home'",
      "Connected to 'Home' with IP 192.168.1.23",
      'Wrote credentials to /wifi.creds',
      'Turned off access point',
      'returned 192.168.1.23',
    ])
  })

  it('gets a late address (18 s) and a hidden network', () => {
    board.world.radio.networks = [
      { ssid: 'Hidden', key: 'correct horse', hidden: true, addressAfterMs: 18_000 },
    ]
    board.world.play(function* () {
      yield () => board.world.network.isListening()
      yield* submit(board, { ssid: 'Hidden', password: 'correct horse' })
      expect((yield* verdict(board)).state).toBe('done')
    })
    expect(runStart(board).at(-1)).toBe('returned 192.168.1.23')
  })

  it('gets an open network, whose empty password is kept', () => {
    board.world.radio.networks = [{ ssid: 'Open' }]
    board.world.play(function* () {
      yield () => board.world.network.isListening()
      yield* submit(board, { ssid: 'Open', password: '' })
    })
    runStart(board)
    expect(runStart(board).at(-1)).toBe('returned 192.168.1.23')
  })

  it('loses the access point 10 s after it got the new address, and DNS at once', () => {
    const { world } = board
    world.radio.networks = [home]
    world.radio.stations = 1
    let seenMs = 0
    world.play(function* () {
      yield () => world.network.isListening()
      yield* submit(board, { ssid: 'Home', password: 'correct horse' })
      yield* verdict(board)
      seenMs = world.nowMs
      expect(world.network.datagram(new Uint8Array(20))).toBe(false)
      yield () => !world.radio.accessPoint.active
      expect(world.nowMs - seenMs).toBeGreaterThan(8000)
      expect(world.nowMs - seenMs).toBeLessThan(12_000)
    })
    runStart(board)
    expect(seenMs).toBeGreaterThan(0)
    expect(world.network.openSockets).toBe(0)
  })
})

describe('a board with saved networks', () => {
  it('joins the one in reach that was used last, though another is stronger, and opens no portal', () => {
    remember(board, ['Strong', 'password 2'], ['Weak', 'password 1'], ['Away', 'password 3'])
    board.world.radio.networks = [
      { ssid: 'Weak', key: 'password 1', rssi: -80 },
      { ssid: 'Foreign', key: 'x', rssi: -30 },
      { ssid: 'Strong', key: 'password 2', rssi: -50 },
    ]
    expect(runStart(board)).toEqual([
      "Trying to connect to SSID 'Weak'",
      "Connected to 'Weak' with IP 192.168.1.23",
      'Wrote credentials to /wifi.creds',
      'returned 192.168.1.23',
    ])
    expect(board.world.radio.accessPoint.changes).toEqual([])
  })

  it('joins the next one when that one refuses', () => {
    remember(board, ['A', 'password 1'], ['B', 'old password'])
    board.world.radio.networks = [
      { ssid: 'A', key: 'password 1', rssi: -80 },
      { ssid: 'B', key: 'new password', rssi: -50 },
    ]
    const lines = runStart(board)
    expect(lines).toContain("Failed to connect to 'B': wrong")
    expect(lines.at(-1)).toBe('returned 192.168.1.23')
  })

  it('tries a hidden one for 20 seconds, then opens the portal and keeps the credentials', () => {
    remember(board, ['Home', 'correct horse'])
    const before = board.read('/wifi.creds')
    serve(board, function* () {
      const { attempts } = board.world.radio
      expect(attempts).toHaveLength(1)
      expect(board.world.nowMs - attempts[0]!.atMs).toBeGreaterThan(19_000)
      expect(board.world.nowMs - attempts[0]!.atMs).toBeLessThan(23_000)
      expect(yield* status(board)).toMatchObject({ state: 'idle', about: '' })
    })
    expect(board.read('/wifi.creds')).toEqual(before)
  })

  it('joins by itself when the router is back after a power cut, and closes the portal', () => {
    const { world } = board
    remember(board, ['Home', 'correct horse'])
    const network = { ...home, off: true }
    world.radio.networks = [network]
    world.at(10 * 60_000, () => (network.off = false))
    expect(runStart(board).slice(-4)).toEqual([
      "Connected to 'Home' with IP 192.168.1.23",
      'Wrote credentials to /wifi.creds',
      'Turned off access point',
      'returned 192.168.1.23',
    ])
    // With back-off, but within five minutes of the router's return.
    expect(world.nowMs).toBeLessThan(16 * 60_000)
    expect(world.radio.attempts.length).toBeLessThan(8)
  })

  it.each([true, false])(
    'leaves the radio alone while a phone is attached (chip knows stations: %s)',
    (knows) => {
      const { world } = board
      remember(board, ['Home', 'correct horse'])
      world.radio.knowsStations = knows
      world.radio.networks = [{ ...home, off: true }]
      serve(board, function* () {
        world.radio.stations = 1
        const before = [world.radio.attempts.length, world.radio.scans]
        for (let minutes = 0; minutes < 10; minutes++) {
          yield 60_000
          yield* status(board)
        }
        expect([world.radio.attempts.length, world.radio.scans]).toEqual(before)
        world.radio.stations = 0
        yield 8 * 60_000
        expect(world.radio.attempts.length).toBeGreaterThan(before[0]!)
      })
    },
  )

  it('stops an attempt of its own when a phone connects', () => {
    const { world } = board
    remember(board, ['Home', 'correct horse'])
    world.radio.networks = [{ ...home, off: true }]
    serve(board, function* () {
      yield () => world.radio.attempts.length === 2
      yield 2000
      expect(world.radio.status).not.toBe(STAT.idle)
      world.radio.stations = 1
      yield 1000
      expect(world.radio.status).toBe(STAT.idle)
    })
  })

  it('is not stopped by a scan that fails', () => {
    remember(board, ['Home', 'correct horse'])
    board.world.radio.networks = [home]
    board.world.radio.scanFails = 1
    expect(runStart(board).at(-1)).toBe('returned 192.168.1.23')
  })
})
