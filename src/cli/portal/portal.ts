/**
 * `npm run portal`: the portal of firmware/ on real MicroPython, with this machine's sockets in front of
 * it and a scripted radio around it. Reads the command line; the rest is elsewhere.
 */
import { createInterface } from 'node:readline'
import { readArguments, usage, type PortalArguments } from './portal-arguments'
import { PortalConsole } from './portal-console'
import { PortalSession } from './portal-session'

function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

async function run(given: PortalArguments): Promise<void> {
  const console = new PortalConsole((bytes) => process.stdout.write(bytes))
  const session = new PortalSession(given, console, fail)
  const stop = () => {
    session.stop()
    process.exit(0)
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  createInterface({ input: process.stdin }).on('line', (line) => void session.take(line))
  await session.start()
}

try {
  const given = readArguments()
  if (given) await run(given)
  else console.log(usage)
} catch (error) {
  fail(error)
}
