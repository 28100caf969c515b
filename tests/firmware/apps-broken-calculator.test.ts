import { beforeAll, describe, expect, it } from 'vitest'
import { appBoard, appFiles, runApp } from './apps'
import { seed, seeded } from './batch'
import { startBoard, type Board } from './board'
import { ask, head } from './stories'

const LOAD =
  "import sys\nsys.path.append('/lib/captive_portal/apps')\nimport broken_calculator as app"

/** The fewest presses from x to every number up to `limit`, by breadth-first search. */
function searched(x: number, limit: number): number[] {
  const presses = [...new Array<number>(2 * limit + 1)].map(() => -1)
  presses[x] = 0
  for (let queue = [x]; queue.length;) {
    const next: number[] = []
    for (const from of queue)
      for (const to of [2 * from, from - 1])
        if (to >= 0 && to <= 2 * limit && presses[to] === -1) {
          presses[to] = presses[from]! + 1
          next.push(to)
        }
    queue = next
  }
  return presses.slice(0, limit + 1)
}

const press = (x: bigint, keys: string) =>
  [...keys].reduce((value, key) => (key === '*' ? 2n * value : value - 1n), x)

describe('the puzzle on MicroPython', () => {
  let board: Board
  beforeAll(async () => {
    board = await startBoard(appFiles('broken_calculator'))
    board.run(LOAD)
  })
  const value = (expression: string) => {
    board.run(`print(${expression})`)
    return board.console().at(-1)!
  }

  it('both ways find what a breadth-first search finds, for all x and y up to 300', () => {
    board.run(`
with open('/counts.bin', 'wb') as file:
    for x in range(1, 301):
        for y in range(301):
            a = app.iterative(x, y)
            b = app.closed(x, y)
            file.write(bytes((a >> 8, a & 255, b >> 8, b & 255)))
`)
    const bytes = board.read('/counts.bin')
    const found: number[][] = []
    for (let at = 0; at < bytes.length; at += 4)
      found.push([(bytes[at]! << 8) | bytes[at + 1]!, (bytes[at + 2]! << 8) | bytes[at + 3]!])
    const expected = Array.from({ length: 300 }, (_, i) => searched(i + 1, 300)).flat()
    expect(found.map(([a]) => a)).toEqual(expected)
    expect(found.map(([, b]) => b)).toEqual(expected)
  })

  it(`both ways agree on random numbers of 1,000 bits (seed ${seed})`, () => {
    const random = seeded(seed)
    const big = (bits: number) =>
      '0x' + Buffer.from([1 + random.below(255), ...random.bytes(bits / 8 - 1)]).toString('hex')
    for (let i = 0; i < 40; i++) {
      const pair = `${big(8 * (1 + random.below(125)))}, ${big(1000)}`
      expect(value(`app.iterative(${pair}) == app.closed(${pair})`), pair).toBe('True')
    }
  })

  it('the keys lead to y, in as many presses as were counted', () => {
    const random = seeded(seed)
    for (let i = 0; i < 60; i++) {
      const x = BigInt(1 + random.below(40))
      const y = BigInt(random.below(2 ** 31)) ** BigInt(1 + random.below(4))
      if (x > y && x - y > 200n) continue
      const keys = value(`app.keys(${x}, ${y}, 1000)`)
      expect(press(x, keys)).toBe(y)
      expect(value(`app.closed(${x}, ${y})`)).toBe(String(keys.length))
    }
  })

  it('a float division is wrong beyond 2**53, whole numbers are not', () => {
    board.run(`
import math
def by_float(x, y):
    n = max(0, math.ceil(math.log(y / x) / math.log(2)))
    excess = x * 2 ** n - y
    return n + bin(excess & (2 ** n - 1)).count('1') + excess // 2 ** n
`)
    const x = 1n
    for (const y of [2n ** 20n - 1n, 2n ** 40n - 5n])
      expect(value(`by_float(${x}, ${y})`)).toBe(value(`app.iterative(${x}, ${y})`))
    // One above a power of two: 2**53 + 1 and 2**53 are the same float, and one doubling is missing.
    const y = 2n ** 53n + 1n
    expect(value(`by_float(${x}, ${y})`)).not.toBe(value(`app.iterative(${x}, ${y})`))
    expect(value(`app.closed(${x}, ${y})`)).toBe(value(`app.iterative(${x}, ${y})`))
  })
})

it('on the board: times both ways, names the keys, serves the page and the best way', async () => {
  const board = await appBoard('broken_calculator')
  const { world } = board
  const lines = runApp(board, function* () {
    yield () => world.network.isListening()
    const page = yield* ask(board, head('GET /', '192.168.1.23'))
    expect(page.status).toBe(200)
    expect(page.body).toContain('<title>Broken calculator</title>')
    expect(Number(page.header('Content-Length'))).toBe(Buffer.byteLength(page.body))
    const best = yield* ask(board, head('GET /solve/3/10', '192.168.1.23'))
    expect(JSON.parse(best.body)).toEqual({ presses: '3', keys: '*-*' })
    const y = 10n ** 40n
    const far = yield* ask(board, head(`GET /solve/7/${y}`, '192.168.1.23'))
    const { presses, keys } = JSON.parse(far.body) as { presses: string; keys: string }
    expect(press(7n, keys)).toBe(y)
    expect(presses).toBe(String(keys.length))
    for (const path of [
      '/solve/0/5',
      '/solve/a/5',
      '/solve/5',
      '/solve/-1/5',
      `/solve/1/${'9'.repeat(200)}`,
      '/x',
    ]) {
      const odd = yield* ask(board, head(`GET ${path}`, '192.168.1.23'))
      expect([path, odd.status]).toEqual([path, 404])
    }
  })
  expect(lines).toContain('Play it at http://192.168.1.23/')
  expect(lines.filter((line) => /presses in \d+ us/.test(line))).toHaveLength(2)
})

it('waits for port 80 while the chip still keeps it from the portal', async () => {
  const board = await appBoard('broken_calculator')
  const { world } = board
  world.network.takenPorts.add(80)
  const lines = runApp(board, function* () {
    yield 60_000
    expect(world.network.openSockets).toBe(0)
    world.network.takenPorts.clear()
    yield () => world.network.isListening()
  })
  expect(lines).toContain('Port 80 is still busy from the portal; trying again')
})
