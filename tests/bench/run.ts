/**
 * `npm run bench`: speed as ratios and memory in bytes, printed as tables and written to
 * bench/results.json. Not a test: the machine's mood must not decide whether a change may land.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'vite'
import { firmwareBundle } from '../../firmware/bundle'
import { starterApps } from '../../firmware/starter-apps-plugin'

// Through Vite, because the portal's files are made by a plugin of the build.
const vite = await createServer({
  configFile: false,
  plugins: [firmwareBundle(), starterApps()],
  server: { middlewareMode: true, watch: null, ws: false },
  optimizeDeps: { noDiscovery: true },
  appType: 'custom',
})
const load = async <T>(file: string): Promise<T> => (await vite.ssrLoadModule(file)) as T

const { installSpeed } = await load<typeof import('./install-speed')>(
  '/tests/bench/install-speed.ts',
)
const { portalMemory } = await load<typeof import('./portal-memory')>(
  '/tests/bench/portal-memory.ts',
)

const { appMemoryRows } = await load<typeof import('./app-memory')>('/tests/bench/app-memory.ts')
const { portalSpeed } = await load<typeof import('./portal-speed')>('/tests/bench/portal-speed.ts')

const memory = [...(await portalMemory()), ...(await appMemoryRows())]
console.log('\nPortal and starter apps on MicroPython, bytes of heap')
for (const { what, bytes, limitBytes } of memory) {
  console.log(
    `  ${what.padEnd(56)}${String(bytes).padStart(8)}${limitBytes ? `  ≤ ${limitBytes}` : ''}`,
  )
}

const { compressedSizes } = await load<typeof import('./compressed-size')>(
  '/tests/bench/compressed-size.ts',
)
const sizes = await compressedSizes()
console.log('\nFirmware on the wire, bytes: ours, zlib at level 9, ratio (goal ≤ 0.965)')
if (sizes.length === 0) console.log('  no image here: npm run firmware')
for (const { what, bytes, zlibBytes } of sizes) {
  const ratio = (bytes / zlibBytes).toFixed(3)
  console.log(
    `  ${what.padEnd(46)}${String(bytes).padStart(8)}${String(zlibBytes).padStart(8)}${ratio.padStart(7)}`,
  )
}

const requests = await portalSpeed()
console.log("\nPortal beside the blog series' design, per second")
for (const { what, perSecond: ours, seriesPerSecond: theirs } of requests) {
  const ratio = (ours / theirs).toFixed(2)
  console.log(
    `  ${what.padEnd(46)}${ours.toFixed(0).padStart(8)}${theirs.toFixed(0).padStart(8)}${ratio.padStart(7)}`,
  )
}

const speed = await installSpeed()
console.log('\nInstallation on the paced virtual board: best, median, ratio of each')
for (const { what, seconds, medianSeconds, ratio, medianRatio, goal = '' } of speed) {
  const taken = [seconds, medianSeconds]
    .map((value) => `${value.toFixed(2).padStart(7)} s`)
    .join('')
  const ratios = [ratio, medianRatio].map((value) => (value?.toFixed(2) ?? '').padStart(7)).join('')
  console.log(`  ${what.padEnd(50)}${taken}${ratios}  ${goal}`)
}

mkdirSync('bench', { recursive: true })
writeFileSync(
  'bench/results.json',
  JSON.stringify({ memory, sizes, requests, speed }, undefined, 2) + '\n',
)
process.exit()
