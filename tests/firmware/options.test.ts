/** What can be chosen: in /portal.json, as arguments; and the access point that comes of it. */
import { beforeEach, describe, expect, it } from 'vitest'
import { startBoard, type Board } from './board'
import { ask, head, remember, runStart, serve } from './stories'

let board: Board
beforeEach(async () => {
  board = await startBoard()
})

const home = { ssid: 'Home', key: 'correct horse', channel: 11, rssi: -60 }

describe('options', () => {
  it('come from /portal.json', () => {
    board.write('/portal.json', '{"essid": "Lamp", "ap_ip": "4.3.2.1", "hostname": "lamp"}')
    const lines = serve(board, function* () {
      expect(board.world.radio.accessPoint.essid).toBe('Lamp')
      const answer = yield* ask(board, head('GET /generate_204', 'www.gstatic.com'))
      expect(answer.header('Location')).toBe('http://4.3.2.1/')
      expect((yield* ask(board, head('GET /', '4.3.2.1'))).status).toBe(200)
      board.world.network.datagram(
        Buffer.from('abcd0100000100000000000000 0001 0001'.replace(/ /g, ''), 'hex'),
      )
      yield 10
      expect([...board.world.network.answers[0]!.bytes.slice(-4)]).toEqual([4, 3, 2, 1])
      expect(board.world.radio.hostname).toBe('lamp')
    })
    expect(lines).toContain(
      "AP mode configured: ('4.3.2.1', '255.255.255.0', '4.3.2.1', '4.3.2.1')",
    )
    expect(lines).toContain("Access point 'Lamp' is open")
  })

  it('given as arguments take precedence', () => {
    board.write('/portal.json', '{"essid": "Lamp", "hostname": "lamp"}')
    serve(
      board,
      function* () {
        yield 1
        expect(board.world.radio.accessPoint.essid).toBe('Mine')
        expect(board.world.radio.hostname).toBe('lamp')
      },
      "essid='Mine'",
    )
  })

  it.each(['', '{', '[1, 2]', '"text"', '\xff\xfe', 'null'])(
    'that are %j mean the defaults',
    (content) => {
      board.write('/portal.json', content)
      serve(board, function* () {
        yield 1
        expect(board.world.radio.accessPoint.essid).toBe('ESP8266-a1b2c3')
      })
    },
  )

  it('timeout: start() gives up after so many seconds and returns None', () => {
    expect(runStart(board, 'timeout=90').slice(-2)).toEqual([
      'Turned off access point',
      'returned None',
    ])
    expect(board.world.nowMs).toBeGreaterThanOrEqual(90_000)
    expect(board.world.nowMs).toBeLessThan(92_000)
    expect(board.world.network.openSockets).toBe(0)
  })

  it('timeout: a form that is being filled in is not lost; it ends two minutes after the last request', () => {
    const { world } = board
    let lastMs = 0
    world.radio.stations = 1
    world.play(function* () {
      yield () => world.network.isListening()
      for (const pause of [50_000, 30_000, 110_000, 119_000]) {
        yield pause
        expect(world.radio.accessPoint.active).toBe(true)
        yield* ask(board, head('GET /'))
        lastMs = world.nowMs
      }
    })
    expect(runStart(board, 'timeout=90').at(-1)).toBe('returned None')
    expect(world.nowMs - lastMs).toBeGreaterThan(119_000)
    expect(world.nowMs - lastMs).toBeLessThan(122_000)
  })

  it('timeout: starts no second time because a phone was there early', () => {
    board.world.play(function* () {
      yield () => board.world.network.isListening()
      yield* ask(board, head('GET /'))
    })
    runStart(board, 'timeout=600')
    expect(board.world.nowMs).toBeLessThan(602_000)
  })

  it('on_connect: is called with the station', () => {
    remember(board, ['Home', 'correct horse'])
    board.world.radio.networks = [home]
    expect(
      runStart(board, 'on_connect=lambda sta: print("called", sta.ifconfig()[0])').slice(-2),
    ).toEqual(['called 192.168.1.23', 'returned 192.168.1.23'])
  })
})

describe('the access point', () => {
  it.each([
    ['the remembered network', [['Home', 'correct horse']], 11],
    ['the strongest network', [], 3],
  ] as const)('is on the channel of %s', (_, pairs, channel) => {
    if (pairs.length) remember(board, ...(pairs as unknown as [string, string][]))
    board.world.radio.networks = [
      { ssid: 'Loud', key: 'x', channel: 3, rssi: -30 },
      { ...home, addressAfterMs: Infinity },
    ]
    serve(board, function* () {
      yield 1
      expect(board.world.radio.accessPoint.channel).toBe(channel)
    })
  })

  it('scans before it opens, and shows each name once, at most a dozen', () => {
    board.world.radio.networks = [
      ...Array.from({ length: 20 }, (_, i) => ({ ssid: `Net ${i}`, rssi: -90 + i })),
      { ssid: 'Net 3', rssi: -40 },
      { ssid: 'Invisible', hidden: true, rssi: -20 },
    ]
    serve(board, function* () {
      expect(board.world.radio.scans).toBe(1)
      const page = yield* ask(board, head('GET /'))
      const names = [...page.body.matchAll(/name="hex" value="\w+"> <i>\S+<\/i> (Net \d+)/g)].map(
        ([, name]) => name,
      )
      expect(names).toEqual([
        'Net 3',
        ...[19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9].map((n) => `Net ${n}`),
      ])
    })
  })
})
