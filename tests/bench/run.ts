/**
 * `npm run bench`: speed as ratios and memory in bytes, printed as tables and written to
 * bench/results.json. Some minutes; `npm run bench -- memory wire` measures only those parts. Not a test: the
 * machine's mood must not decide whether a change may land.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'vite'
import { firmwareBundle } from '../../firmware/bundle'
import { starterApps } from '../../firmware/starter-apps-plugin'
import type { SpeedRow } from './speed-row'

const parts = ['memory', 'sizes', 'portal', 'install', 'wire'] as const
const named = process.argv.slice(2)
const unknown = named.filter((name) => !parts.some((part) => part === name))
if (unknown.length > 0) {
  console.error(`No such part: ${unknown.join(', ')}. There are: ${parts.join(', ')}.`)
  process.exit(2)
}
const wants = (part: (typeof parts)[number]) => named.length === 0 || named.includes(part)

// Through Vite, because the portal's files are made by a plugin of the build.
const vite = await createServer({
  configFile: false,
  plugins: [firmwareBundle(), starterApps()],
  server: { middlewareMode: true, watch: null, ws: false },
  optimizeDeps: { noDiscovery: true },
  appType: 'custom',
})
const load = async <T>(file: string): Promise<T> => (await vite.ssrLoadModule(file)) as T

const results: Record<string, unknown> = {}

/** A line of a table: what was measured, and its columns. */
const line = (what: string, width: number, columns: (number | string)[], after = '') =>
  `  ${what.padEnd(width)}${columns.map((column) => String(column).padStart(8)).join('')}${after}`

async function memory() {
  const { portalMemory } = await load<typeof import('./portal-memory')>(
    '/tests/bench/portal-memory.ts',
  )
  const { appMemoryRows } = await load<typeof import('./app-memory')>('/tests/bench/app-memory.ts')
  const rows = [...(await portalMemory()), ...(await appMemoryRows())]
  console.log('\nPortal and starter apps on MicroPython, bytes of heap')
  for (const { what, bytes, limitBytes } of rows) {
    console.log(line(what, 56, [bytes], limitBytes ? `  ≤ ${limitBytes}` : ''))
  }
  results.memory = rows
}

async function sizes() {
  const { compressedSizes } = await load<typeof import('./compressed-size')>(
    '/tests/bench/compressed-size.ts',
  )
  const rows = await compressedSizes()
  console.log('\nFirmware on the wire, bytes: ours, zlib at level 9, ratio (goal ≤ 0.965)')
  if (rows.length === 0) console.log('  no image here: npm run firmware')
  for (const { what, bytes, zlibBytes } of rows) {
    console.log(line(what, 46, [bytes, zlibBytes, (bytes / zlibBytes).toFixed(3)]))
  }
  results.sizes = rows
}

async function portal() {
  const { portalSpeed } = await load<typeof import('./portal-speed')>(
    '/tests/bench/portal-speed.ts',
  )
  const rows = await portalSpeed()
  console.log("\nPortal beside the blog series' design, per second")
  for (const { what, perSecond: ours, seriesPerSecond: theirs } of rows) {
    const ratio = (ours / theirs).toFixed(2)
    console.log(line(what, 46, [ours.toFixed(0), theirs.toFixed(0), ratio]))
  }
  results.requests = rows
}

async function speed() {
  const { installSpeed } = await load<typeof import('./install-speed')>(
    '/tests/bench/install-speed.ts',
  )
  const { fastWire } = await load<typeof import('./fast-wire')>('/tests/bench/fast-wire.ts')
  const rows: SpeedRow[] = []
  if (wants('install')) rows.push(...(await installSpeed()))
  if (wants('wire')) rows.push(...(await fastWire()))
  console.log('\nInstallation on the paced virtual board: best, median, ratio of each')
  for (const row of rows) console.log(speedLine(row))
  results.speed = rows
}

function speedLine({ what, seconds, medianSeconds, ratio, medianRatio, goal = '' }: SpeedRow) {
  const taken = [seconds, medianSeconds]
    .map((value) => `${value.toFixed(2).padStart(7)} s`)
    .join('')
  const ratios = [ratio, medianRatio].map((value) => (value?.toFixed(2) ?? '').padStart(7)).join('')
  return `  ${what.padEnd(50)}${taken}${ratios}  ${goal}`
}

if (wants('memory')) await memory()
if (wants('sizes')) await sizes()
if (wants('portal')) await portal()
if (wants('install') || wants('wire')) await speed()

mkdirSync('bench', { recursive: true })
writeFileSync('bench/results.json', JSON.stringify(results, undefined, 2) + '\n')
process.exit()
