/**
 * What the portal takes of Python's heap, in bytes that are really in use (after a collection), with
 * the files as they go to a board. Measured on MicroPython for WebAssembly, whose objects have the
 * chip's sizes (32 bit); the stand-ins for `network`, `socket` and so on are not counted.
 */
import { pathToFileURL } from 'node:url'
import { compiled, startBoard, type Board, type Files } from '../firmware/board'
import { head, post, tokenIn } from '../firmware/stories'
import { seriesFiles } from './series-files'

export interface MemoryRow {
  what: string
  bytes: number
  limitBytes?: number
}

/** Imported by everybody who uses the network at all: not the portal's. */
const PRELOAD =
  'import binascii, errno, gc, json, micropython, network, os, random, select, socket, sys, time\n' +
  // The table of modules doubles now and then: not while something is measured.
  'for i in range(24):\n    sys.modules[str(i)] = None\nfor i in range(24):\n    del sys.modules[str(i)]\ndel i\n' +
  'CaptivePortal = portal = options = release = open_portal = None\n' +
  'wifi = network.WLAN(0)'

const networks = [
  { ssid: 'Home', key: 'correct horse' },
  ...Array.from({ length: 15 }, (_, i) => ({ ssid: `Neighbour ${i}`, key: 'x', rssi: -65 - i })),
]

async function freshBoard(
  files: Files,
  extra: Files = {},
): Promise<{ board: Board; used: () => number }> {
  const board = await startBoard(extra, files)
  board.world.radio.networks = networks
  board.run(PRELOAD)
  const before = board.memoryBytes()
  const used = () => {
    board.run('def deep(n):\n    return n and deep(n - 1)\ndeep(20)\ndel deep') // overwrites stale references
    return board.memoryBytes() - before
  }
  return { board, used }
}

/** The steps of CaptivePortal.start(), one at a time, so that memory can be looked at in between. */
const OPEN = `
from captive_portal import CaptivePortal
portal = CaptivePortal()
from captive_portal.start import release
from captive_portal.join import join
wifi, options = join(portal.options, release)
del join
`
const SERVE = `
release()
from captive_portal.portal import Portal
open_portal = Portal(wifi, options, release)
del Portal
from captive_portal.setup import setup
setup(open_portal)
del setup
`

async function servingRows(files: Files, limitBytes: number): Promise<MemoryRow[]> {
  const { board, used } = await freshBoard(files)
  const turn = () => board.run('open_portal.turn()')
  board.run(OPEN)
  board.run(SERVE)
  turn()
  const serving = used()
  const request = 'GET / HTTP/1.1\r\nHost: 192.168.4.1\r\nUser-Agent: Mozilla/5.0\r\n\r\n'
  const phones = Array.from({ length: 20 }, () => board.world.network.dial(20))
  phones.forEach((phone) => phone.send(request))
  let peak = 0
  for (let turns = 0; turns < 500 && !phones.every((phone) => phone.closed); turns++) {
    turn()
    peak = Math.max(peak, used())
  }
  if (!phones.every((phone) => phone.status === 200)) throw new Error('A request was not answered.')
  for (let i = 0; i < 3; i++) turn()
  return [
    { what: 'serving, nobody there', bytes: serving, limitBytes },
    {
      what: '… at the peak of 20 page requests at once, on top',
      bytes: peak - serving,
      limitBytes: 5_000,
    },
    { what: '… after them', bytes: used(), limitBytes },
  ]
}

/** What a frame of Improv takes while it is answered: the modules at work then, and the largest frame. */
const ANSWER = `
from captive_portal.stdin import read
from captive_portal.improv import answer
if not hasattr(wifi, 'follow'):
    from captive_portal.follow import follow
    follow(wifi)
    del follow
wifi.data = bytearray(265)
`

async function improvRows(files: Files, limitBytes: number): Promise<MemoryRow[]> {
  const { board, used } = await freshBoard(files)
  board.run('read = answer = follow = None')
  board.run(OPEN)
  board.run(SERVE)
  board.run('open_portal.turn()')
  const serving = used()
  board.run(ANSWER)
  const answering = used()
  board.run('read = answer = None\nwifi.data = b""\nrelease()')
  return [
    {
      what: '… while a frame of Improv is answered, on top',
      bytes: answering - serving,
      limitBytes,
    },
    { what: '… from then on, on top', bytes: used() - serving, limitBytes: 1_000 },
  ]
}

/** The design of the blog series, measured in the same way. */
async function seriesServingBytes(): Promise<number> {
  const { board, used } = await freshBoard(await seriesFiles())
  board.run('from captive_portal import CaptivePortal\nportal = CaptivePortal()\nportal.open()')
  return used()
}

async function joiningRows(files: Files): Promise<MemoryRow[]> {
  const { board, used } = await freshBoard(files, { '/wifi.creds': 'Home,correct horse' })
  board.run(OPEN)
  const joining = used()
  const line = board.console().find((text) => text.startsWith('Connected'))
  if (!line) throw new Error('Did not join.')
  const again = await freshBoard(files, { '/wifi.creds': 'Home,correct horse' })
  again.board.run('from captive_portal import CaptivePortal\nwifi = CaptivePortal().start()')
  return [
    { what: 'joining a known network', bytes: joining, limitBytes: 4_000 },
    { what: 'after start() has joined a known network', bytes: again.used(), limitBytes: 2_048 },
  ]
}

async function afterPortalRows(files: Files): Promise<MemoryRow[]> {
  const { board, used } = await freshBoard(files)
  const { world } = board
  world.play(function* () {
    yield () => world.network.isListening()
    const page = world.network.dial()
    page.send(head('GET /'))
    yield () => page.closed
    const form = `token=${tokenIn(page)}&ssid=Home&password=correct+horse`
    world.network.dial().send(post(form))
  })
  board.run('from captive_portal import CaptivePortal\nwifi = CaptivePortal().start()\nassert wifi')
  return [{ what: 'after start() has shown the portal', bytes: used(), limitBytes: 2_048 }]
}

export async function portalMemory(): Promise<MemoryRow[]> {
  const files = await compiled()
  const series = await seriesServingBytes()
  return [
    ...(await joiningRows(files)),
    { what: "the blog series' design, serving", bytes: series },
    ...(await servingRows(files, series)),
    ...(await improvRows(files, 2_560)),
    ...(await afterPortalRows(files)),
  ]
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const { what, bytes, limitBytes } of await portalMemory())
    console.log(what.padEnd(54), String(bytes).padStart(7), limitBytes ? `≤ ${limitBytes}` : '')
  process.exit()
}
