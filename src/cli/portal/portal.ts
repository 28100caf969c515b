/**
 * `npm run portal`: the portal of firmware/ on real MicroPython, with this machine's sockets in front of
 * it and a scripted radio around it. Reads the command line; the rest is elsewhere.
 */
import { createInterface } from 'node:readline'
import { PhoneCheck } from './phone-check'
import { isForPhone, readArguments, usage, type PortalArguments } from './portal-arguments'
import { PortalConsole } from './portal-console'
import { PortalSession } from './portal-session'

function fail(error: unknown, code = 1): never {
  console.error(error instanceof Error ? error.message : error)
  process.exit(code)
}

async function runPhones(given: PortalArguments, console: PortalConsole): Promise<never> {
  const check = new PhoneCheck(given, console, (error) => fail(error))
  const isCaptive = await check.run()
  console.flush()
  process.exit(isCaptive ? 0 : 1)
}

async function run(given: PortalArguments): Promise<void> {
  const console = new PortalConsole((bytes) => process.stdout.write(bytes))
  if (given.phones) return runPhones(given, console)
  const session = new PortalSession(given, console, (error) => fail(error))
  const stop = () => {
    session.stop()
    console.flush()
    process.exit(0)
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  createInterface({ input: process.stdin }).on('line', (line) => void session.take(line))
  await session.start()
}

const args = process.argv.slice(2)

/** Undefined: only the usage is wanted. */
function given(): PortalArguments | undefined {
  try {
    return readArguments(args)
  } catch (error) {
    return fail(error, isForPhone(args) ? 2 : 1)
  }
}

try {
  const read = given()
  if (read) await run(read)
  else console.log(usage)
} catch (error) {
  fail(error)
}
