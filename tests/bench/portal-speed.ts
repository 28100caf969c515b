/**
 * How many requests and DNS questions the portal answers per second of the processor's time, beside the
 * design of the blog series in the same run. Only the ratio means something for the chip.
 */
import { pathToFileURL } from 'node:url'
import { compiled, startBoard, type Board, type Files } from '../firmware/board'
import { dnsQuery as query, head } from '../firmware/stories'
import { seriesFiles } from './series-files'

export interface SpeedRow {
  what: string
  perSecond: number
  seriesPerSecond: number
}

const series = {
  open: 'from captive_portal import CaptivePortal\nportal = CaptivePortal()\nportal.open()',
}
const ours = {
  open: `
from captive_portal.join import join
from captive_portal.start import release
from captive_portal.portal import Portal
from captive_portal.setup import setup
portal = Portal(*join({}, release), release)
setup(portal)`,
}

async function open(files: Files, code: string): Promise<Board> {
  const board = await startBoard({ '/index.html': 'x'.repeat(7000) }, files)
  board.world.radio.networks = Array.from({ length: 12 }, (_, i) => ({ ssid: `Network ${i}` }))
  board.run(code)
  board.run('def turns(n):\n    for _ in range(n):\n        portal.turn()')
  return board
}

/** Both designs are measured this many times, in turn, and the best counts: the machine is shared. */
const ROUNDS = 3

/** Of the processor's time for this process, so that other processes do not count. */
function busyMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** The world answers at once, so almost all the time is Python's. */
function perSecond(board: Board, count: number, once: () => () => boolean): number {
  const beganMs = busyMs()
  for (let i = 0; i < count; i++) {
    const done = once()
    while (!done()) board.run('turns(4)')
  }
  return Math.round((count * 1000) / (busyMs() - beganMs))
}

const get = (board: Board, path: string, host: string) => () => {
  const phone = board.world.network.dial(8)
  phone.send(head(`GET ${path}`, host))
  return () => phone.closed
}

const ask = (board: Board) => () => {
  const { network } = board.world
  const before = network.answers.length
  for (let i = 0; i < 4; i++) network.datagram(query)
  return () => network.answers.length === before + 4
}

function measure(board: Board): [probes: number, pages: number, questions: number] {
  return [
    perSecond(board, 400, get(board, '/generate_204', 'www.gstatic.com')),
    perSecond(board, 200, get(board, '/', '192.168.4.1')),
    4 * perSecond(board, 400, ask(board)),
  ]
}

const best = (before: number[], now: number[]) =>
  now.map((rate, i) => Math.max(rate, before[i] ?? 0))

export async function portalSpeed(): Promise<SpeedRow[]> {
  const [theirFiles, ownFiles] = [await seriesFiles(), await compiled()]
  let theirs = [0, 0, 0]
  let own = [0, 0, 0]
  for (let round = 0; round < ROUNDS; round++) {
    theirs = best(theirs, measure(await open(theirFiles, series.open)))
    own = best(own, measure(await open(ownFiles, ours.open)))
  }
  const names = [
    'probes redirected',
    'pages of 7 KB (ours: with 12 networks filled in)',
    'DNS answers',
  ]
  return names.map((what, i) => ({ what, perSecond: own[i]!, seriesPerSecond: theirs[i]! }))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const { what, perSecond, seriesPerSecond } of await portalSpeed())
    console.log(what.padEnd(54), `${perSecond} /s`.padStart(9), `(series: ${seriesPerSecond} /s)`)
  process.exit()
}
