/** Fuzzing, malformed requests, slow and broken connections: after each the portal still serves. */
import { beforeEach, describe, expect, it } from 'vitest'
import { mutate, seed, seeded } from './batch'
import type { Board } from './board'
import { ask, dnsQuery as query, head, post, serve, startAtHome } from './stories'

let board: Board
beforeEach(async () => {
  board = await startAtHome()
})

/** A correct client is answered within a second of the board's time. */
function* stillServes() {
  const beganMs = board.world.nowMs
  const page = yield* ask(board, head('GET /'))
  expect(page.status).toBe(200)
  expect(Number(page.header('Content-Length'))).toBe(Buffer.byteLength(page.body))
  expect(board.world.nowMs - beganMs).toBeLessThan(1000)
}

/** A client that takes at most so many bytes of the page that it requests. */
function requestWithWindow(windowBytes: number) {
  const client = board.world.network.dial()
  client.windowBytes = windowBytes
  client.send(head('GET /'))
  return client
}

/** Nothing unexpected was printed: such as an exception that a client caused. */
const quiet = (lines: string[]) =>
  expect(lines.filter((line) => /Error|Traceback|Exception/.test(line))).toEqual([])

describe('the portal serves on after', () => {
  it('20 connections at once: all are answered, none is closed early', () => {
    quiet(
      serve(board, function* () {
        const phones = Array.from({ length: 20 }, () => board.world.network.dial(20))
        phones.forEach((phone) => phone.send(head('GET /')))
        yield () => phones.every((phone) => phone.closed)
        for (const phone of phones) {
          expect(phone.status).toBe(200)
          expect(Number(phone.header('Content-Length'))).toBe(Buffer.byteLength(phone.body))
        }
        yield* stillServes()
      }),
    )
  })

  it('20 connections that send nothing: the oldest are closed', () => {
    quiet(
      serve(board, function* () {
        const silent = Array.from({ length: 20 }, () => board.world.network.dial(20))
        yield 500
        expect(silent.filter((phone) => phone.accepted)).toHaveLength(4)
        yield 5000
        yield* stillServes()
      }),
    )
  })

  it('4 connections that send nothing: a new client is served within a second', () => {
    serve(board, function* () {
      for (let i = 0; i < 4; i++) board.world.network.dial()
      yield 200
      yield* stillServes()
    })
  })

  it('a client that sends one byte at a time: it is served too', () => {
    serve(board, function* () {
      const slow = yield* ask(board, ...head('GET /'))
      expect(slow.status).toBe(200)
      yield* stillServes()
    })
  })

  it('a client that never finishes: it is closed after about 5 seconds', () => {
    serve(board, function* () {
      const phone = board.world.network.dial()
      phone.send('GET / HTTP/1.1\r\n')
      yield 4500
      expect(phone.closed).toBe(false)
      yield 1000
      expect(phone.closed).toBe(true)
      yield* stillServes()
    })
  })

  it('a client that never reads: others are served meanwhile', () => {
    serve(board, function* () {
      const stuck = requestWithWindow(700)
      yield 100
      expect(stuck.receivedBytes).toBe(700)
      yield* stillServes()
      yield 5500
      expect(stuck.closed).toBe(true)
      yield* stillServes()
    })
  })

  it('a client that reads a few bytes at a time: it gets the whole page', () => {
    serve(board, function* () {
      const slow = requestWithWindow(0)
      while (!slow.closed) {
        slow.windowBytes += 97
        yield 10
      }
      expect(slow.receivedBytes).toBe(
        Number(slow.header('Content-Length')) + slow.received.indexOf('\r\n\r\n') + 4,
      )
    })
  })

  it.each([
    ['before it was accepted', ''],
    ['in the header', 'GET / HTT'],
    ['in the body', post('x').slice(0, -1)],
    ['while it is answered', head('GET /')],
  ])('a reset %s', (_, sent) => {
    quiet(
      serve(board, function* () {
        const phone = board.world.network.dial()
        if (sent) phone.send(sent)
        if (sent) yield () => phone.inbox.length === 0
        phone.wasReset = true
        yield 200
        yield* stillServes()
        expect(phone.closed).toBe(true)
      }),
    )
  })

  it.each(['', 'GET / HT', post('x').slice(0, -1)])('a hang-up after %j', (sent) => {
    quiet(
      serve(board, function* () {
        const phone = board.world.network.dial()
        if (sent) phone.send(sent)
        phone.hungUp = true
        yield () => phone.closed
        yield* stillServes()
      }),
    )
  })

  it('500 connections of random and mutated requests, and 500 such datagrams', () => {
    const random = seeded(seed)
    quiet(
      serve(board, function* () {
        for (let i = 0; i < 500; i++) {
          board.world.network.datagram(mutate(query, random))
          const phone = board.world.network.dial(8)
          phone.send(
            mutate(Buffer.from(random.pick([head('GET /'), post('token=1&ssid=a')])), random),
          )
          if (random.below(3) === 0) phone.hungUp = true
          if (random.below(5) === 0) phone.wasReset = true
          yield random.below(40)
        }
        yield 6000
        yield* stillServes()
        expect(board.world.network.openSockets, `SEED=${seed}`).toBe(2)
        board.world.network.answers.length = 0
        board.world.network.datagram(query)
        yield 10
        expect(board.world.network.answers, `SEED=${seed}`).toHaveLength(1)
      }),
    )
  })

  it('a flood of 100 datagrams: all are answered, and HTTP with them', () => {
    serve(board, function* () {
      for (let i = 0; i < 100; i++) board.world.network.datagram(query, 40_000 + i)
      yield* stillServes()
      yield 100
      expect(board.world.network.answers.map(({ port }) => port)).toEqual(
        Array.from({ length: 100 }, (_, i) => 40_000 + i),
      )
    })
  })

  it('a busy port 80: it tries again until the port is free', () => {
    const { network } = board.world
    network.takenPorts.add(80)
    board.world.at(5000, () => network.takenPorts.delete(80))
    const lines = serve(board, function* () {
      yield* stillServes()
    })
    expect(
      lines.filter((line) => line.startsWith('Port 80 is busy')).length,
    ).toBeGreaterThanOrEqual(2)
    expect(lines).toContain("HTTP Server listening on ('0.0.0.0', 80)")
  })
})
