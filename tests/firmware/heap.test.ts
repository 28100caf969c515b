/** Portal and joining in the memory that the chip has: 36.5 KB free after boot. */
import { beforeAll, describe, expect, it } from 'vitest'
import { compiled, sources, type Files } from './board'
import { runOnChipHeap } from './chip-heap'
import { hear, INFORMATION, inWords, SCAN, settings, STATE } from './improv-client'
import { head, post, tokenIn } from './stories'
import { World } from './world'

const main = `
import gc
from captive_portal import CaptivePortal
wifi = CaptivePortal().start()
gc.collect()
print('free', gc.mem_free())
`

/** Runs main.py in a heap of the chip's size; returns the lines it printed. */
async function linesOnChipHeap(files: Files, world: World, program = main): Promise<string[]> {
  const printed = await runOnChipHeap({ ...files, '/main.py': program }, world)
  world.checkStories()
  return printed.split(/\r?\n/)
}

describe.each(['.mpy', 'sources'])('in the heap of the chip, as %s', (kind) => {
  let files: Files
  beforeAll(async () => {
    files = kind === '.mpy' ? await compiled() : sources()
  })

  it('20 pages at once, then a form: all are answered, and the heap is given back', async () => {
    const world = new World()
    const otherNetworks = Array.from({ length: 15 }, (_, i) => ({
      ssid: `A neighbour's network ${i}`,
    }))
    world.radio.networks = [{ ssid: 'Home', key: 'correct horse' }, ...otherNetworks]
    world.play(function* () {
      yield () => world.network.isListening()
      yield 10
      const phones = Array.from({ length: 20 }, () => world.network.dial(20))
      phones.forEach((phone) => phone.send(head('GET /')))
      yield () => phones.every((phone) => phone.closed)
      for (const phone of phones) {
        expect(phone.status).toBe(200)
        expect(Number(phone.header('Content-Length'))).toBe(Buffer.byteLength(phone.body))
      }
      const answer = world.network.dial()
      answer.send(post(`token=${tokenIn(phones[0]!)}&ssid=Home&password=correct+horse`))
      yield () => answer.closed
      expect(answer.status).toBe(303)
    })
    const lines = await linesOnChipHeap(files, world)
    expect(lines).toContain("Connected to 'Home' with IP 192.168.1.23")
    const free = lines.map((line) => /^free (\d+)/.exec(line)?.[1]).find(Boolean)
    // From sources, names of local variables stay, too.
    expect(Number(free)).toBeGreaterThan(kind === '.mpy' ? 33_000 : 30_000)
  })

  /** With this much taken away, 24 KB are free while the portal serves, as on the official v1.23.0. */
  const ballast = 'ballast = bytearray(2500)\n'

  // Sources are for MicroPython before 1.19, where the compiler needs its share, too.
  it.runIf(kind === '.mpy')(
    'two pages at once with eight fields at their limits fit into 24 KB, and their form',
    async () => {
      const fields = Array.from({ length: 8 }, (_, i) => ({
        label: `Label ${i} `.padEnd(40, '"'),
        name: `name_${i}_`.padEnd(32, 'n'),
        type: i === 7 ? 'password' : 'text',
        default: 'd'.repeat(80),
        pattern: `[${'a-z'.repeat(25)}]*`,
      }))
      const values = Object.fromEntries(fields.map(({ name }) => [name, 'v'.repeat(80)]))
      const world = new World()
      world.radio.networks = Array.from({ length: 15 }, (_, i) => ({
        ssid: `Network ${i} `.padEnd(32, '&'),
        key: 'correct horse',
      }))
      world.play(function* () {
        yield () => world.network.isListening()
        yield 10
        const phones = Array.from({ length: 2 }, () => world.network.dial(20))
        yield () => phones.every((phone) => phone.accepted)
        // The first reads so slowly that a second is answered beside it.
        phones[0]!.windowBytes = 600
        phones.forEach((phone) => phone.send(head('GET /')))
        yield () => phones[1]!.closed
        phones[0]!.windowBytes = Infinity
        yield () => phones.every((phone) => phone.closed)
        for (const phone of phones) {
          expect(phone.status).toBe(200)
          const headBytes = phone.received.indexOf('\r\n\r\n') + 4
          expect(Number(phone.header('Content-Length'))).toBe(phone.receivedBytes - headBytes)
          expect(phone.body.match(/name="f-/g)).toHaveLength(8)
        }
        world.radio.networks.push({ ssid: 'Home', key: 'correct horse' })
        const entered = Object.keys(values).map((name) => `&f-${name}=${'a'.repeat(80)}`)
        const form = `token=${tokenIn(phones[0]!)}&ssid=Home&password=correct+horse${entered.join('')}`
        const answer = world.network.dial()
        for (const piece of post(form).match(/[^]{1,500}/g)!) answer.send(piece)
        yield () => answer.closed
        expect(answer.status).toBe(303)
      })
      const all = {
        ...files,
        '/portal.json': JSON.stringify({ app: '', fields }),
        '/settings.json': JSON.stringify(values),
      }
      const lines = await linesOnChipHeap(all, world, ballast + main)
      expect(lines.filter((line) => /Error|HTTP:/.test(line))).toEqual([])
    },
  )
})

it('everything that makes the set-up network safer fits into 24 KB: page, wrong address, right one', async () => {
  const world = new World()
  const neighbours = Array.from({ length: 15 }, (_, i) => ({ ssid: `A neighbour's network ${i}` }))
  world.radio.networks = [{ ssid: 'Home', key: 'correct horse' }, ...neighbours]
  world.play(function* () {
    yield () => world.network.isListening()
    yield 10
    const phones = Array.from({ length: 2 }, () => world.network.dial(20))
    phones.forEach((phone) => phone.send(head('GET /')))
    yield () => phones.every((phone) => phone.closed)
    expect(phones.map(({ status }) => status)).toEqual([200, 200])
    for (const address of ['192.168.1.255', '192.168.1.77']) {
      const answer = world.network.dial()
      const form = `ssid=Home&password=correct+horse&addr=${address}&mask=&gate=192.168.1.1&dns=`
      answer.send(post(`token=${tokenIn(phones[0]!)}&${form}`))
      yield () => answer.closed
      expect(answer.status).toBe(303)
      const page = world.network.dial()
      page.send(head('GET /'))
      yield () => page.closed
      expect(page.body).toContain(`value="${address}"`)
    }
  })
  const portal = {
    ap_password: 'x'.repeat(63),
    button: 0,
    power_cycles: 3,
    station: { ip: '192.168.1.50', gateway: '192.168.1.1' },
    fields: [{ name: 'token', type: 'password' }],
  }
  const all = {
    ...(await compiled()),
    '/portal.json': JSON.stringify(portal),
    '/power.ups': '\n\n', // so that it opens, although a network is known
    '/wifi.creds': 'Far,old password',
    '/main.py': 'ballast = bytearray(2500)\n' + main,
  }
  const printed = await runOnChipHeap(all, world)
  world.checkStories()
  expect(printed).not.toMatch(/Error|Traceback|HTTP:/)
  expect(printed).toContain("Connected to 'Home' with IP 192.168.1.77")
  const free = /^free (\d+)/m.exec(printed)?.[1]
  expect(Number(free)).toBeGreaterThan(29_000) // the ballast of 2,500 is still there
})

it('a network over the cable fits into 24 KB, while the portal serves', async () => {
  const world = new World()
  const neighbours = Array.from({ length: 15 }, (_, i) => ({ ssid: `A neighbour's network ${i}` }))
  world.radio.networks = [{ ssid: 'Home', key: 'correct horse' }, ...neighbours]
  world.play(function* () {
    yield () => world.network.isListening()
    yield 10
    for (const frame of [STATE, INFORMATION, SCAN]) {
      world.console.send(frame)
      yield 500
    }
    const phone = world.network.dial()
    phone.send(head('GET /'))
    world.console.send(settings('Home', 'correct horse'))
    yield () => phone.closed
    expect(phone.status).toBe(200)
  })
  const all = { ...(await compiled()), '/main.py': 'ballast = bytearray(2500)\n' + main }
  const printed = await runOnChipHeap(all, world)
  world.checkStories()
  expect(printed).not.toMatch(/Error|Traceback/)
  const said = hear(Buffer.from(printed, 'latin1')).frames.map(inWords)
  expect(said.filter((words) => words.startsWith('result 4'))).toHaveLength(17)
  expect(said.slice(-2)).toEqual(['state 4', 'result 1: http://192.168.1.23/'])
})
