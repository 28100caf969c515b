/**
 * `npm start`: firmware images if the network allows, a build, and the page on localhost. One command
 * from a fresh clone to a working page.
 */
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { readArguments, usage, type StartArguments } from './start-arguments'
import { startProblem } from './start-problem'

async function start({ port, host }: StartArguments): Promise<void> {
  await tryPort(port, host === true ? undefined : (host ?? 'localhost'))
  spawnSync(process.execPath, ['--import', 'tsx', 'src/cli/firmware/firmware.ts', '--optional'], {
    stdio: 'inherit',
  })
  const { build, preview } = await import('vite')
  await build({ logLevel: 'error' }) // warnings about a dependency's Node branches are of no use here
  const server = await preview({ preview: { port, host, strictPort: true } })
  const { local = [], network = [] } = server.resolvedUrls ?? {}
  const addresses = [...local, ...network].join(' and ') || `http://localhost:${port}/`
  console.log(`\nPortal Flasher is at ${addresses} (Chrome or Edge). Ctrl-C stops it.`)
}

/** Before the build, so that nobody waits for it in vain. Rejects as listening does. */
async function tryPort(port: number, host: string | undefined): Promise<void> {
  const server = createServer().listen(port, host)
  await once(server, 'listening')
  server.close()
  await once(server, 'close')
}

let given: StartArguments | undefined
try {
  given = readArguments(process.argv.slice(2))
  if (given) await start(given)
  else console.log(usage)
} catch (error) {
  console.error(startProblem(error, given))
  process.exit(1)
}
