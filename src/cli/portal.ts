/**
 * `npm run portal`: the portal of firmware/ on real MicroPython, with this machine's sockets in front of
 * it and a scripted radio around it. Reads the command line; the rest is elsewhere.
 */
import { createInterface } from 'node:readline'
import { readArguments, usage, type PortalArguments } from './portal-arguments'
import { PortalSession } from './portal-session'

function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

async function run(given: PortalArguments): Promise<void> {
  let atLineStart = true
  const print = (bytes: Uint8Array) => {
    process.stdout.write(bytes)
    atLineStart = bytes.at(-1) === 10
  }
  const tell = (text: string) => {
    process.stdout.write(`${atLineStart ? '' : '\n'}[portal] ${text}\n`)
    atLineStart = true
  }
  const session = new PortalSession(given, print, tell, fail)
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
