/** Improv Wi-Fi Serial on the board's console, every message both ways, beside the portal and before it. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Board } from './board'
import {
  command,
  frame,
  hear,
  INFORMATION,
  inWords,
  SCAN,
  say,
  settings,
  STATE,
} from './improv-client'
import { remember, serve, startAtHome, status, submit } from './stories'

let board: Board
beforeEach(async () => {
  board = await startAtHome()
})

/** Whether Python has read everything. */
const read = (board: Board) => () => board.world.console.waiting === 0

describe('while the portal is open', () => {
  it('tells state, device information and the networks in reach, strongest first', () => {
    board.world.radio.networks = [
      { ssid: 'Far', rssi: -88 },
      { ssid: 'Home', key: 'correct horse', rssi: -51 },
      { ssid: 'Home', key: 'correct horse', rssi: -70 },
      { ssid: '', hidden: true },
      { ssid: 'Café ☕', key: 'x', rssi: -60 },
    ]
    serve(board, function* () {
      expect(yield* say(board, STATE)).toEqual(['error 0', 'state 2'])
      const [, information] = yield* say(board, INFORMATION)
      expect(information).toMatch(/^result 3: MicroPython, \d+\.\d+\.\d+, ESP8266, ESP-A1B2C3$/)
      expect(yield* say(board, SCAN)).toEqual([
        'error 0',
        'result 4: Home, -51, YES',
        'result 4: Café ☕, -60, YES',
        'result 4: Far, -88, NO',
        'result 4',
      ])
    })
  })

  it('joins, stores the network, tells the address, and the portal closes as usual', () => {
    board.world.play(function* () {
      yield () => board.world.network.isListening()
      board.output()
      expect(yield* say(board, settings('Home', 'correct horse'))).toEqual(['error 0', 'state 3'])
      expect(yield* say(board, STATE)).toEqual(['error 0', 'state 3'])
      expect((yield* status(board)).state).toBe('trying')
      yield 5000
      const { frames, lines } = hear(board.output())
      expect(frames.map(inWords)).toEqual(['state 4', 'result 1: http://192.168.1.23/'])
      expect(lines).toContain('Wrote credentials to /wifi.creds')
      expect(yield* say(board, STATE)).toEqual([
        'error 0',
        'state 4',
        'result 2: http://192.168.1.23/',
      ])
      expect(yield* say(board, settings('Other', 'password'))).toEqual(['error 255'])
    })
    board.run(
      'from captive_portal import CaptivePortal\nwifi = CaptivePortal().start()\nassert wifi',
    )
    expect(board.console().at(-1)).toBe('Turned off access point')
    board.run('from captive_portal import CaptivePortal\nassert CaptivePortal().start()')
    expect(board.console()).toContain("Connected to 'Home' with IP 192.168.1.23")
    expect(board.world.console.interruptCharacter).toBe(3)
  })

  it.each([
    ['a wrong password', settings('Home', 'wrong password'), 8],
    ['a network that is gone', settings('Gone', 'correct horse'), 25],
    ['an open one that has a password', settings('Home', ''), 8],
    ['a password of a length that does not exist', settings('Home', 'abc'), 8],
  ])('%s is told as "unable to connect", and the next attempt works', (_, bytes, seconds) => {
    serve(board, function* () {
      expect(yield* say(board, bytes)).toEqual(['error 0', 'state 3'])
      yield seconds * 1000
      expect(hear(board.output()).frames.map(inWords)).toEqual(['error 3', 'state 2'])
      expect(yield* say(board, settings('Home', 'correct horse'), 5000)).toContain('state 4')
    })
  })

  it('a router that gives no address is told after 20 s', () => {
    board.world.radio.networks = [{ ssid: 'Home', key: 'correct horse', addressAfterMs: Infinity }]
    serve(board, function* () {
      yield* say(board, settings('Home', 'correct horse'), 19_000)
      expect(yield* say(board, STATE)).toEqual(['error 0', 'state 3'])
      yield 2000
      expect(hear(board.output()).frames.map(inWords)).toEqual(['error 3', 'state 2'])
    })
  })

  it('takes SSID and password of any bytes, and prints no password', () => {
    const ssid = Uint8Array.from({ length: 32 }, (_, i) => (i * 7) & 255)
    const password = Uint8Array.from([3, 3, 3, 10, 13, 4, 1, 0xff, 0x80, 3])
    serve(board, function* () {
      board.world.console.send(settings(ssid, password))
      yield 100
      expect(board.world.radio.attempts).toMatchObject([{ ssid, key: password }])
      board.world.console.send(settings('Home', 'a secret password'))
      yield 30_000
      const said = Buffer.from(board.output()).toString('latin1')
      expect(said).not.toContain('secret')
      expect(said).not.toContain(Buffer.from(password).toString('latin1'))
    })
  })

  it.each([
    ['an unknown command', command(9), 'error 2'],
    ['the command 0', command(0), 'error 2'],
    ['a command for the hostname, which is optional', command(5), 'error 2'],
    ['a wrong checksum', STATE.with(-1, 0), 'error 1'],
    ['a size that does not fit the frame', frame(3, [2, 7]), 'error 1'],
    ['no command at all', frame(3, []), 'error 1'],
    ['settings without anything', command(1), 'error 1'],
    ['settings without an SSID', settings('', 'correct horse'), 'error 1'],
    ['an SSID of 33 bytes', settings('x'.repeat(33), 'correct horse'), 'error 1'],
    ['a password of 65 bytes', settings('Home', 'x'.repeat(65)), 'error 1'],
    ['settings that end before the password', command(1, [4, 72, 111, 109, 101]), 'error 1'],
    ['a password shorter than said', command(1, [1, 72, 9, 1, 2]), 'error 1'],
    ['the largest frame', frame(3, [2, 253, ...new Array<number>(253).fill(0)]), 'error 0'],
  ])('answers %s', (_, bytes, answer) => {
    serve(board, function* () {
      // In two parts: the board's ring does not hold more than 255 bytes.
      board.world.console.send(bytes.slice(0, 200))
      yield read(board)
      expect((yield* say(board, bytes.slice(200)))[0]).toBe(answer)
      expect(yield* say(board, STATE)).toEqual(['error 0', 'state 2'])
      expect(board.world.radio.attempts).toEqual([])
    })
  })

  it('does not answer frames that only a board sends, such as its own that come back', () => {
    serve(board, function* () {
      for (const type of [0, 1, 2, 4, 5, 255]) {
        expect(yield* say(board, frame(type, [2]))).toEqual([])
        expect(yield* say(board, STATE)).toEqual(['error 0', 'state 2'])
      }
    })
  })

  it('a phone and the cable do not disturb each other', () => {
    serve(board, function* () {
      const phone = board.world.network.dial()
      phone.send('GET / HTTP/1.1\r\nHost: 192.168.4.1\r\n')
      expect(yield* say(board, STATE)).toEqual(['error 0', 'state 2'])
      phone.send('\r\n')
      yield () => phone.closed
      expect(phone.status).toBe(200)
      yield* submit(board, { ssid: 'Home', password: 'correct horse' })
      board.output()
      expect(yield* say(board, STATE)).toEqual(['error 0', 'state 3'])
      expect(yield* say(board, SCAN)).toEqual(['error 0', 'error 255'])
      yield 5000
      expect(hear(board.output()).frames.map(inWords)).toContain('state 4')
    })
  })
})

describe('while the board joins a network that it remembers', () => {
  beforeEach(() => remember(board, ['Home', 'correct horse']))
  const start = 'from captive_portal import CaptivePortal\nassert CaptivePortal().start()'

  it('it takes commands, and tells that it is connected', () => {
    const { world } = board
    const said: string[][] = []
    world.play(function* () {
      yield () => world.radio.attempts.length > 0
      said.push(yield* say(board, STATE, 500))
      said.push(yield* say(board, INFORMATION, 500))
    })
    board.run(start)
    expect(said[0]).toEqual(['error 0', 'state 2'])
    expect(said[1]).toHaveLength(2)
    expect(hear(board.output()).frames.map(inWords)).toEqual(['state 4'])
  })

  it('it tries the network that the client wants instead, and stores it', () => {
    const { world } = board
    world.radio.networks.push({ ssid: 'New', key: 'new password' })
    world.play(function* () {
      yield () => world.radio.attempts.length > 0
      expect(yield* say(board, settings('New', 'new password'), 500)).toEqual([
        'error 0',
        'state 3',
      ])
    })
    board.run(start)
    const { frames, lines } = hear(board.output())
    expect(frames.map(inWords)).toEqual(['state 4', 'result 1: http://192.168.1.23/'])
    expect(lines).toContain('Wrote credentials to /wifi.creds')
    expect(lines).not.toContain('Starting captive portal')
  })
})

describe('on demand, without an access point', () => {
  const run =
    'from captive_portal import cable\nwifi = cable.run(30)\nprint(wifi and wifi.ifconfig()[0])'

  it('gives a board a network, stores it, and goes on ten seconds later', () => {
    board.world.play(function* () {
      yield 100
      expect(yield* say(board, STATE)).toEqual(['error 0', 'state 2'])
      yield* say(board, settings('Home', 'wrong password'), 8000)
      expect(yield* say(board, settings('Home', 'correct horse'), 5000)).toContain('state 4')
    })
    board.run(run)
    expect(board.console()).toEqual(['192.168.1.23'])
    expect(board.world.nowMs).toBeLessThan(8000 + 5000 + 10_000)
    expect(board.world.radio.accessPoint.changes).toEqual([])
    expect(board.world.console.interruptCharacter).toBe(3)
    board.run('from captive_portal import CaptivePortal\nassert CaptivePortal().start()')
  })

  it('gives a connected board another network', () => {
    remember(board, ['Home', 'correct horse'])
    board.world.radio.networks.push({ ssid: 'New', key: 'new password', ip: '192.168.7.7' })
    board.run('from captive_portal import CaptivePortal\nassert CaptivePortal().start()')
    board.world.play(function* () {
      yield 100
      expect(yield* say(board, STATE)).toContain('result 2: http://192.168.1.23/')
      const said = yield* say(board, settings('New', 'new password'), 5000)
      expect(said).toContain('result 1: http://192.168.7.7/')
      expect(yield* say(board, STATE)).toContain('result 2: http://192.168.7.7/')
    })
    board.run(run)
    expect(board.console().at(-1)).toBe('192.168.7.7')
  })

  it('ends after its time, and at Ctrl-C', () => {
    board.run(run)
    expect(board.world.nowMs).toBeLessThan(31_000)
    board.world.at(board.world.nowMs + 500, () => board.world.console.send([...STATE, 3]))
    expect(() => board.run(run)).toThrow(/KeyboardInterrupt/)
    expect(board.world.console.interruptCharacter).toBe(3)
  })
})
