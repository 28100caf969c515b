/** The truth about a running board: one state, from the console's lines to the end of the link. */
import { beforeEach, expect, test } from 'vitest'
import { DeviceError } from '../../../src/errors'
import { watchBoard } from '../../../src/micropython/board-watch'
import { Session } from '../../../src/state/session.svelte'
import { FakeBoard, FakeLink, FakePort, FakeProvider, identity, request } from './fake-board'
import { report } from './session-on-fakes'
import { encode } from '../../support/bytes'
import { settle } from '../../support/promises'

class TalkingLink extends FakeLink {
  #listeners: ((bytes: Uint8Array) => void)[] = []
  override subscribe = (listener?: (bytes: Uint8Array) => void) => {
    if (listener) this.#listeners.push(listener)
    return () => undefined
  }
  say = (text: string) => {
    for (const listener of this.#listeners) listener(encode(`${text}\r\n`))
  }
}

let provider: FakeProvider
let board: FakeBoard
let session: Session
beforeEach(async () => {
  provider = new FakeProvider()
  board = new FakeBoard(identity)
  session = new Session({
    provider: async () => provider,
    connectBoard: async () => board,
    updateOverConsole: () => Promise.reject(new Error('never')),
    listen: () => Promise.reject(new Error('never')),
    openWifi: async () => ({
      networks: async () => [],
      join: async () => ({ joined: false, why: 'wrong' }),
      close: async () => undefined,
    }),
    hardReset: async () => undefined,
    watchBoard: async (link, known, onChange) => watchBoard(link, known, onChange),
  })
  await session.connect('real')
})

async function toRunning() {
  const link = new TalkingLink()
  board.installing.resolve({ report, link })
  await session.install(request)
  await settle()
  return link
}

test('the success card does not stay as it was: it follows the console', async () => {
  const link = await toRunning()
  const accessPoint = { name: report.accessPointName, address: report.address }
  expect(session.state).toMatchObject({ at: 'running', now: { is: 'portal', accessPoint } })
  link.say("Trying to connect to SSID 'Home'")
  expect(session.state).toMatchObject({ now: { is: 'trying', network: 'Home' } })
  link.say("Failed to connect to 'Home': wrong")
  expect(session.state).toMatchObject({ now: { is: 'refused', why: 'wrong', accessPoint } })
  link.say("Connected to 'Home' with IP 10.0.0.5")
  expect(session.state).toMatchObject({ now: { is: 'joined', address: '10.0.0.5' } })
  await session.reset()
  expect(session.state).toMatchObject({ now: { is: 'starting' } })
})

test('of a network given from this page, what another one refused before is no news', async () => {
  const link = await toRunning()
  const wifi = await session.openWifi({ board: 'portal' })
  for (const name of ['Café', 'Library']) {
    await wifi.join({ name: encode(name), password: encode('') })
    link.say(`Trying to connect to SSID '${name}'`)
    if (name === 'Café') link.say(`Failed to connect to '${name}': wrong`)
  }
  link.say("Connected to 'Library' with IP 10.0.0.5")
  expect(session.state).toMatchObject({ now: { is: 'joined', network: 'Library' } })
  expect(session.state).not.toHaveProperty('now.refused')
})

test('unplugging after success is no error, and the Wi-Fi name stays', async () => {
  await toRunning()
  provider.picked!.unplug()
  expect(session.state).toMatchObject({ at: 'unplugged', report, now: { is: 'portal' } })
  await settle()
  expect(session.state.at).toBe('unplugged')
})

test('the same when only the link reports it', async () => {
  const link = await toRunning()
  link.end(new DeviceError('port-lost', 'gone'))
  await settle()
  expect(session.state).toMatchObject({ at: 'unplugged', report })
})

test('from unplugged on: the console again, or another board', async () => {
  await toRunning()
  provider.picked!.unplug()
  provider.granted = [new FakePort()]
  await session.retry()
  expect(session.state).toMatchObject({ at: 'running', installProgress: { done: true } })
  expect(session.state).not.toHaveProperty('report')
  provider.granted[0]!.unplug()
  await session.connect('real')
  expect(session.state.at).toBe('ready')
})

test('“Open the console” right after 528 KB were written knows how far it had come', async () => {
  const working = session.install(request)
  board.installing.options.onProgress?.({ phase: 'write', fraction: 0.9 })
  board.installing.options.onProgress?.({ phase: 'portal' })
  board.installing.reject(new DeviceError('portal-silent', 'late'))
  await working
  expect(session.state.at).toBe('failed')
  await session.retryConsole()
  expect(session.state).toMatchObject({ at: 'running', installProgress: { phase: 'portal' } })
})

test('a second try that did not come to writing takes nothing back', async () => {
  const working = session.install(request)
  board.installing.options.onProgress?.({ phase: 'write', fraction: 0.2 })
  board.installing.reject(new DeviceError('command-failed', 'x'))
  await working
  board = new FakeBoard(identity)
  const again = session.retry()
  await settle()
  board.installing.options.onProgress?.({ phase: 'prepare' })
  board.installing.reject(new DeviceError('no-sync', 'x'))
  await again
  await session.retryConsole()
  expect(session.state).toMatchObject({ installProgress: { phase: 'write' } })
})

test('a console of a board that was not touched says so', async () => {
  await session.openConsole()
  expect(session.state).toMatchObject({
    at: 'running',
    now: { is: 'quiet' },
    installProgress: undefined,
  })
})
