/**
 * How many requests and DNS questions the portal answers per second of the computer's time, beside the
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

/** The world answers at once, so almost all the time is Python's. */
function perSecond(board: Board, count: number, once: () => () => boolean): number {
  const beganMs = performance.now()
  for (let i = 0; i < count; i++) {
    const done = once()
    while (!done()) board.run('turns(4)')
  }
  return Math.round((count * 1000) / (performance.now() - beganMs))
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

export async function portalSpeed(): Promise<SpeedRow[]> {
  const theirs = measure(await open(await seriesFiles(), series.open))
  const own = measure(await open(await compiled(), ours.open))
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
