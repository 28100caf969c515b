/**
 * `npm start`: firmware images if the network allows, a build, and the page on localhost. One command
 * from a fresh clone to a working page.
 */
import { spawnSync } from 'node:child_process'
import { build, preview } from 'vite'

spawnSync(process.execPath, ['--import', 'tsx', 'src/cli/firmware.ts', '--optional'], {
  stdio: 'inherit',
})
await build({ logLevel: 'error' }) // warnings about a dependency's Node branches are of no use here
const server = await preview()
const address = server.resolvedUrls?.local[0] ?? 'http://localhost:4173/'
console.log(`\nPortal Flasher is at ${address} (Chrome or Edge). Ctrl-C stops it.`)
