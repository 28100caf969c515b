/**
 * What an app takes of the chip's heap while it runs, after the portal has gone: live bytes, looked at
 * whenever the app waits. MicroPython for WebAssembly, in a heap of the chip's size, the app compiled
 * there from its source as on the board.
 */
import { appFiles, json, serveHttp } from './apps'
import { compiled } from './board'
import { runOnChipHeap } from './chip-heap'
import { Exchange } from './exchange'
import { World, type Story } from './world'

/** Imported by everybody who uses the network at all, as in portal-memory.ts. */
const MAIN = `
import binascii, errno, gc, hashlib, json, machine, micropython, network, os, random, select, socket
import sys, time
peak = before = 0
def look():
    global peak
    gc.collect()
    peak = max(peak, gc.mem_alloc())
def waiting(real):
    def wait(*args):
        look()
        return real(*args)
    return wait
time.sleep_ms = waiting(time.sleep_ms)
select.poll.ipoll = waiting(select.poll.ipoll)
from captive_portal import CaptivePortal
wifi = CaptivePortal().start()
def deep(n):
    return n and deep(n - 1)
deep(20)  # overwrites stale references
gc.collect()
before = peak = gc.mem_alloc()
try:
    from captive_portal import app; app.run(wifi)
except KeyboardInterrupt:
    pass
print('bytes', peak - before, 'free', gc.mem_free())
`

type Scene = { settings: object; story: (world: World) => Story }
const at = '192.168.1.5:8000'

/** A life with everything that takes memory. */
const scenes: Record<string, () => Scene> = {
  blink: () => ({ settings: {}, story: () => pause(15_000) }),
  broken_calculator: () => ({ settings: {}, story: visitors }),
  signed_request: () => {
    const exchange = new Exchange()
    const { key: api_key, secret: api_secret } = exchange
    const story = function* (world: World) {
      const requests = serveHttp(world, at, exchange.answer)
      yield () => requests.length > 5
    }
    return { settings: { exchange: `http://${at}`, api_key, api_secret, symbol: 'BTCUSDT' }, story }
  },
  telegram_notify: () => ({
    settings: { token: '1:a', chat: '7', pin: 4, server: `http://${at}` },
    story: function* (world) {
      const more = { message_id: 1, text: 'x'.repeat(600) }
      const requests = serveHttp(world, at, () => json({ ok: true, result: more }))
      yield () => requests.length === 1
      for (let n = 0; n < 8; n++) {
        yield 100
        world.pins.set(4, n % 2)
      }
      yield () => requests.length > 4
    },
  }),
}

function* pause(ms: number): Story {
  yield ms
}

function* visitors({ network }: World): Story {
  yield () => network.isListening()
  yield 10
  const phones = ['/', '/', '/solve/7/99999999999999999999', '/'].map((path) => {
    const phone = network.dial(4)
    phone.send(`GET ${path} HTTP/1.1\r\nHost: 192.168.1.23\r\n\r\n`)
    return phone
  })
  yield () => phones.every((phone) => phone.closed)
}

/** @throws what the app throws, such as MemoryError */
export async function appMemory(name: string): Promise<{ bytes: number; freeAfter: number }> {
  const scene = scenes[name]
  if (!scene) throw new Error(`tests/firmware/app-memory.ts has no scene for ${name}.`)
  const { settings, story } = scene()
  const world = new World()
  world.radio.networks = [{ ssid: 'Home', key: 'correct horse' }]
  const files = { ...(await compiled()), ...appFiles(name, settings), '/main.py': MAIN }
  world.play(function* () {
    yield* story(world)
    world.interrupt()
  })
  const printed = await runOnChipHeap(files, world)
  const [, bytes, free] = /^bytes (\d+) free (\d+)/m.exec(printed) ?? []
  if (!bytes) throw new Error(printed)
  return { bytes: Number(bytes), freeAfter: Number(free) }
}
