/** Bytes on the board's console: Improv's frames in pieces, damaged, among noise; and Ctrl-C around them. */
import { beforeEach, describe, expect, it } from 'vitest'
import { mutate, seed, seeded } from './batch'
import type { Random } from '../support/random'
import { compiled, startBoard, type Board } from './board'
import { command, hear, INFORMATION, inWords, SCAN, say, settings, STATE } from './improv-client'
import { ask, head, home, remember, serve, startAtHome } from './stories'

let board: Board
beforeEach(async () => {
  board = await startAtHome()
})

describe('frames arrive', () => {
  it('split at any byte, with a pause', () => {
    const bytes = settings('Nowhere', 'correct horse')
    serve(board, function* () {
      for (let cut = 1; cut < bytes.length; cut++) {
        board.world.console.send(bytes.slice(0, cut))
        yield 1 + (cut % 7) * 140
        expect(yield* say(board, bytes.slice(cut), 60), `cut at ${cut}`).toEqual([
          'error 0',
          'state 3',
        ])
      }
    })
  })

  it('with noise between any two bytes: the next frame is answered', () => {
    const noise = [...Buffer.from('\r\nI IMPIMPROV\x02IMPROV'), 0xff, 0, 200]
    serve(board, function* () {
      for (let at = 0; at <= STATE.length; at++) {
        board.world.console.send([...STATE.slice(0, at), ...noise, ...STATE.slice(at)])
        yield 1500 // a frame that has become too long is given up
        board.output()
        expect(yield* say(board, STATE), `noise at ${at}`).toEqual(['error 0', 'state 2'])
      }
    })
  })

  it('after one with a byte lost, at once: it is found again', () => {
    serve(board, function* () {
      for (let lost = 0; lost < STATE.length; lost++) {
        const damaged = STATE.filter((_, i) => i !== lost)
        const said = yield* say(board, [...damaged, ...STATE, ...STATE, ...STATE])
        expect(said.slice(-2), `without byte ${lost}`).toEqual(['error 0', 'state 2'])
      }
    })
  })

  it('many at once, as far as the ring holds them', () => {
    serve(board, function* () {
      const said = yield* say(board, Array.from({ length: 40 }, () => STATE).flat(), 2000)
      expect(said.length).toBeGreaterThanOrEqual(2 * 19)
    })
  })

  it('while the board scans: they wait', () => {
    serve(board, function* () {
      const said = yield* say(board, [...SCAN, ...STATE, ...INFORMATION])
      expect(said.filter((line) => line.startsWith('error'))).toEqual([
        'error 0',
        'error 0',
        'error 0',
      ])
    })
  })
})

describe('Ctrl-C', () => {
  /** Runs the portal until a story ends it by Ctrl-C; the last lines. */
  function interrupted(bytes: number[], waitMs = 0, then: number[] = []) {
    const { world } = board
    world.play(function* () {
      yield () => world.network.isListening()
      yield 10
      world.console.send(bytes)
      if (waitMs) yield waitMs
      world.console.send(then)
    })
    const start = 'from captive_portal import CaptivePortal\nCaptivePortal().start()'
    expect(() => board.run(start)).toThrow(/KeyboardInterrupt/)
    expect(world.console.interruptCharacter).toBe(3)
    return hear(board.output())
  }

  it('before a frame ends the portal; what follows is for the prompt', () => {
    interrupted([3, ...STATE])
    expect(board.world.console.waiting).toBe(STATE.length)
    expect(board.world.network.openSockets).toBe(0)
  })

  it('between two frames ends the portal after the first one', () => {
    const { frames, lines } = interrupted([...STATE, 3, ...STATE])
    expect(frames.map(inWords)).toEqual(['error 0', 'state 2'])
    expect(lines).toContain('Turned off access point')
  })

  it('in the middle of a header ends the portal', () => {
    for (let at = 1; at < 7; at++) interrupted([...STATE.slice(0, at), 3])
  })

  it('as a byte of a frame is a byte; a second after a frame broke off it ends the portal', () => {
    for (const at of [7, 9, 11]) interrupted([...STATE.slice(0, at), 3], 1200, [3])
  })

  it('ends the portal while port 80 is busy', () => {
    board.world.network.takenPorts.add(80)
    board.world.at(9000, () => board.world.console.send([3]))
    const start = 'from captive_portal import CaptivePortal\nCaptivePortal().start()'
    expect(() => board.run(start)).toThrow(/KeyboardInterrupt/)
    expect(board.world.nowMs).toBeLessThan(9100)
  })

  it('ends joining at the start', () => {
    remember(board, ['Home', 'correct horse'])
    board.world.at(board.world.nowMs + 1500, () => board.world.console.send([3]))
    const start = 'from captive_portal import CaptivePortal\nCaptivePortal().start()'
    expect(() => board.run(start)).toThrow(/KeyboardInterrupt/)
    expect(board.world.console.interruptCharacter).toBe(3)
  })
})

describe('after any bytes', () => {
  const models = [
    STATE,
    INFORMATION,
    command(7),
    settings('Home', 'wrong password'),
    settings('Gone', 'correct horse'),
  ]
  /** The portal's loop, which goes on after a Ctrl-C. Modules stay loaded: thirty times as fast. */
  const open = `
from captive_portal.join import join
from captive_portal.portal import Portal
from captive_portal.setup import setup
wifi, options = join({}, lambda: None)
portal = Portal(wifi, options, lambda: None)
setup(portal)
def turns():
    while not pin():
        try:
            portal.turn()
        except KeyboardInterrupt:
            pass
from machine import Pin
pin = Pin(0)`

  /** Sends so many mutated frames; how many frames the board has answered with. */
  function answersTo(count: number, random: Random): number {
    const { world } = board
    let answers = 0
    world.play(function* () {
      for (let n = 1; n <= count; n++) {
        const model = models[random.below(models.length)] ?? STATE
        world.console.send(mutate(Uint8Array.from(model), random))
        yield random.below(8) === 0 ? 1100 : 30
      }
      yield 30_000 // whatever has begun comes to its end
      answers = hear(board.output()).frames.length
      expect((yield* ask(board, head('GET /'))).status).toBe(200)
      expect(yield* say(board, STATE)).toEqual(['error 0', 'state 2'])
      world.pins.set(0, 1)
    })
    world.pins.set(0, 0)
    board.run('turns()')
    return answers
  }

  it(`the portal serves on: 5,000 mutated frames (seed ${seed}), and no memory is lost`, async () => {
    board = await startBoard({}, await compiled())
    board.world.radio.networks = [home]
    const random = seeded(seed)
    board.run(open)
    // In parts, because garbage is collected only between them here.
    const memory = [0, 0]
    let answers = 0
    for (let part = 0; part < 50; part++) {
      answers += answersTo(100, random)
      memory[part < 10 ? 0 : 1] = board.memoryBytes()
    }
    expect(answers).toBeGreaterThan(1000)
    // Less than a quarter of a byte for each: what is interned once may be needed late.
    expect((memory[1] ?? 0) - (memory[0] ?? 0)).toBeLessThan(1000)
    expect(board.console().filter((line) => /Error|Traceback|Exception/.test(line))).toEqual([])
  })
})

it('a portal that nobody talks to over the cable sends no frame', () => {
  const lines = serve(board, function* () {
    yield* ask(board, head('GET /'))
    board.world.console.send(Buffer.from('hello\r\nimport os\r\n'))
    yield 60_000
  })
  expect(lines.join('\n')).not.toContain('IMPROV')
})
