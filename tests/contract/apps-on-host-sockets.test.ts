/**
 * Starter apps on the virtual board with this machine's real sockets: a server of Node's own on loopback,
 * no scripted one. Waits for what is printed or asked, never for time.
 */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { firmwareSources } from '../../firmware/bundle'
import { appFiles } from '../../src/cli/portal/app-files'
import { PortalBoard } from '../../src/cli/portal/portal-board'
import { emptyScript } from '../../src/virtual-board/radio-script/script'
import { realClock } from '../../src/virtual-board/clock'

const endings: (() => void)[] = []
afterEach(() => endings.splice(0).forEach((end) => end()))

const timeoutMs = 90_000

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  endings.push(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A board that knows its network. Resolves when the console says `words`. */
function boot(app: string, settings: object) {
  let text = ''
  const waiting: { words: RegExp; resolve: (found: RegExpExecArray) => void }[] = []
  const look = (more: string) => {
    text += more
    for (const { words, resolve } of waiting) {
      const found = words.exec(text)
      if (found) resolve(found)
    }
  }
  const board = new PortalBoard({
    clock: realClock(),
    httpPort: 0,
    dnsPort: 0,
    exact: false,
    print: (bytes) => look(Buffer.from(bytes).toString()),
    tell: (words) => look(`[${words}]\n`),
    fail: (error) => look(`[${error.message}]\n`),
  })
  endings.push(() => board.stop())
  const file = (path: string, content: string) => ({ path, bytes: Buffer.from(content) })
  const files = [
    ...firmwareSources(),
    ...appFiles(app),
    file('/settings.json', JSON.stringify(settings)),
    file('/wifi.creds', 'Home,correct horse'),
  ]
  board.start(files, emptyScript)
  return (words: RegExp) =>
    new Promise<RegExpExecArray>((resolve) => {
      waiting.push({ words, resolve })
      look('')
    })
}

it(
  'telegram_notify sends to a real server',
  async () => {
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        asked.push([request.method, request.url, JSON.parse(body)])
        response.end('{"ok":true}')
      })
    })
    const asked: unknown[] = []
    const url = await listening(server)
    const says = boot('telegram_notify', { token: '12:x', chat: '7', pin: 4, server: url })
    const [, address] = await says(/Sent: \S+ is online at ([\d.]+)\r?\n/)
    expect(asked).toHaveLength(1)
    const [method, path, body] = asked[0] as [string, string, { text: string }]
    expect([method, path]).toEqual(['POST', '/bot12:x/sendMessage'])
    expect(body.text.endsWith(`is online at ${address}`)).toBe(true)
  },
  timeoutMs,
)

it(
  'broken_calculator is played from this machine',
  async () => {
    const says = boot('broken_calculator', {})
    const [, url] = await says(/\[(http:\/\/127\.0\.0\.1:\d+)\/\]/)
    await says(/Play it at/)
    // The first boot's access point has changed channel with the station: the phone is away for a moment.
    const page = await vi.waitFor(() => fetch(`${url}/`), { timeout: timeoutMs, interval: 200 })
    expect(await page.text()).toContain('<title>Broken calculator</title>')
    expect(await (await fetch(`${url}/solve/3/10`)).json()).toEqual({ presses: '3', keys: '*-*' })
  },
  timeoutMs,
)

it(
  'a port where nobody listens is a refused connection',
  async () => {
    const server = createServer()
    const url = await listening(server)
    await new Promise((resolve) => server.close(resolve))
    const says = boot('signed_request', { exchange: url })
    await says(/No figures: no connection\. Next try in 10 s/)
  },
  timeoutMs,
)
