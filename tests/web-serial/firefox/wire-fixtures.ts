/** `test` with Firefox's own port on a cable that has no chip on its far end. */
import { test as base } from '@playwright/test'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import * as v from 'valibot'
import type { Seen } from '../../contract/port-suite/case'
import { inFolder } from '../browser-rig'
import { bundleForPage } from '../bundle'
import { buildNativeParts, serialDevice, socketIn } from '../machine'
import { WireEnd } from '../wire-end'
import { answerChooser } from './chooser'
import { skipWithoutFirefox } from './skip'
import { startFirefox, type RunningFirefox } from './start-firefox'

const suite = new URL('../../contract/port-suite/in-page.ts', import.meta.url)
/** Firefox grants a port to a document: each case asks for it anew, with a click. */
const page = `<!doctype html><title>bare</title><button>ask</button>
<script src="/suite.js"></script>
<script>
  globalThis.farEnd = async (...call) => {
    const text = await (await fetch('/far', { method: 'POST', body: JSON.stringify(call) })).text()
    return text ? JSON.parse(text) : undefined
  }
  document.querySelector('button').onclick = () => {
    const filters = [{ usbVendorId: 0x1a86 }]
    globalThis.asked = navigator.serial.requestPort({ filters }).then(() => 'granted', String)
  }
</script>`
/** Scripts have a global object of their own: what is to last is the window's. */
const startCase = `
  window.outcome = null
  suite.run(arguments[0]).then(
    (seen) => (window.outcome = { seen }),
    (error) => (window.outcome = { seen: { threw: error.name + ': ' + error.message } }),
  )`
const endCase = `return new Promise((resolve) => {
  const until = Date.now() + arguments[0]
  const look = () => {
    if (window.outcome) resolve(window.outcome)
    else if (Date.now() > until) resolve({ seen: { hung: true } })
    else setTimeout(look, 5)
  }
  look()
})`
const callSchema = v.tupleWithRest([v.string()], v.unknown())
const outcomeSchema = v.object({ seen: v.custom<Seen>((value) => value !== undefined) })

async function serve(wire: WireEnd): Promise<{ origin: string; close(): void }> {
  const script = await bundleForPage(suite)
  const server = createServer((request, response) => {
    if (request.url === '/far') return void answerFar(wire, request, response)
    const isScript = request.url === '/suite.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? script : page)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    origin: `http://localhost:${port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function answerFar(wire: WireEnd, request: IncomingMessage, response: ServerResponse) {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const [name, ...given] = v.parse(callSchema, JSON.parse(Buffer.concat(parts).toString()))
  const calls = wire as unknown as Record<string, (...all: unknown[]) => Promise<unknown>>
  const value = await calls[name]?.(...given)
  response.end(value === undefined ? '' : JSON.stringify(value))
}

interface Rig {
  wire: WireEnd
  firefox: RunningFirefox
  origin: string
}

async function makeRig(folder: string, use: (rig: Rig) => Promise<void>): Promise<void> {
  const { serialPty } = buildNativeParts()
  const wire = await WireEnd.open(serialDevice()!, serialPty, socketIn(folder), 'firefox')
  const { origin, close } = await serve(wire)
  const firefox = await startFirefox(folder, wire.path)
  await use({ wire, firefox, origin })
  await firefox.stop()
  wire.close()
  close()
}

export const test = base.extend<{ machine: void }, { rig: Rig; onPort: OnPort }>({
  machine: [skipWithoutFirefox, { auto: true }],
  rig: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern to know what is wanted
    async ({}, use) => inFolder((folder) => makeRig(folder, use)),
    { scope: 'worker', timeout: 60_000 },
  ],
  onPort: [({ rig }, use) => use((...given) => runCase(rig, ...given)), { scope: 'worker' }],
})

/** Runs a case; `{ hung: true }` if it takes longer than `hungMs`. */
export type OnPort = (name: string, hungMs: number) => Promise<Seen>

async function runCase(
  { wire, firefox: { marionette }, origin }: Rig,
  name: string,
  hungMs: number,
): Promise<Seen> {
  await marionette.go(origin)
  await wire.reset()
  const button = await marionette.find(`return document.querySelector('button')`)
  await marionette.click(button!)
  await answerChooser(marionette)
  const asked = await marionette.inPage('return globalThis.asked')
  if (asked !== 'granted') throw new Error(String(asked))
  await marionette.inPage(startCase, name)
  return v.parse(outcomeSchema, await marionette.inPage(endCase, hungMs)).seen
}

export { expect } from '@playwright/test'
