/** The page's hold on a board: every way in, every way out, and a second try after each. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DeviceError, type DeviceErrorCode } from '../../../src/errors'
import type { ConnectedBoard } from '../../../src/provision/job'
import { Session } from '../../../src/state/session.svelte'
import {
  FakeBoard,
  FakeLink,
  FakePort,
  FakeProvider,
  identity,
  Manual,
  request,
} from './fake-board'

let provider: FakeProvider
let connecting: Manual<ConnectedBoard>[]
let session: Session
let deaf = false
const report = { accessPointName: 'ESP8266-112233', address: '192.168.4.1' }

beforeEach(() => {
  provider = new FakeProvider()
  connecting = []
  deaf = false
  session = new Session({
    provider: async () => provider,
    connectBoard: (_port, options) => {
      const manual = new Manual<ConnectedBoard>()
      connecting.push(manual)
      return manual.start(options, deaf)
    },
    hardReset: (link) => link.setSignals({ requestToSend: true }),
  })
})
afterEach(() => vi.useRealTimers())

/** Lets everything that is already decided happen. */
const settle = () => new Promise((resolve) => setImmediate(resolve))
const at = () => session.state.at
const failure = () => (session.state.at === 'failed' ? session.state.error.code : undefined)

async function toReady(board = new FakeBoard(identity)) {
  void session.connect('real')
  await settle()
  connecting.at(-1)!.resolve(board)
  await settle()
  expect(at()).toBe('ready')
  return board
}

async function toInstalling() {
  const board = await toReady()
  void session.install(request)
  await settle()
  return board
}

async function toRunning() {
  const board = await toInstalling()
  const link = new FakeLink()
  board.installing.resolve({ report, link })
  await settle()
  expect(at()).toBe('running')
  return link
}

test('disconnected → connecting → ready → installing → starting → running', async () => {
  expect(at()).toBe('disconnected')
  void session.connect('real')
  await settle()
  expect(at()).toBe('connecting')
  const board = new FakeBoard(identity)
  connecting[0]!.resolve(board)
  await settle()
  expect(session.state).toMatchObject({ at: 'ready', kind: 'real', identity })
  void session.install(request)
  board.installing.options.onProgress?.({ phase: 'write', fraction: 0.5 })
  expect(session.state).toMatchObject({ at: 'installing', progress: { fraction: 0.5 } })
  board.installing.options.onProgress?.({ phase: 'start' })
  expect(at()).toBe('starting')
  board.installing.resolve({ report, link: new FakeLink() })
  await settle()
  expect(session.state).toMatchObject({ at: 'running', report, identity })
})

test('the usual bridges are asked for, all ports on demand', async () => {
  provider.picked = undefined
  await session.connect('real')
  await session.connect('real', { allPorts: true })
  expect(provider.asked[0]?.filters?.length).toBe(4)
  expect(provider.asked[1]).toEqual({})
})

test('a granted port is used without asking', async () => {
  const port = new FakePort()
  void session.connect('real', { port: port.port })
  await settle()
  expect(provider.asked).toEqual([])
  expect(at()).toBe('connecting')
})

test('a closed list of ports is not a failure', async () => {
  provider.picked = undefined
  await session.connect('real')
  expect(session.state).toEqual({
    at: 'disconnected',
    interruption: { why: 'nothing-chosen' },
  })
})

test('a board that does not answer fails with its own code, and a second try succeeds', async () => {
  void session.connect('real')
  await settle()
  provider.granted = [provider.picked!]
  connecting[0]!.reject(new DeviceError('no-sync', 'silence'))
  await settle()
  expect(session.state).toMatchObject({ at: 'failed', during: 'connecting' })
  expect(failure()).toBe('no-sync')
  void session.retry()
  await settle()
  connecting[1]!.resolve(new FakeBoard(identity))
  await settle()
  expect(at()).toBe('ready')
  expect(provider.asked).toHaveLength(1)
})

test('an error that nobody expected becomes a failure too', async () => {
  void session.connect('real')
  await settle()
  connecting[0]!.reject(new TypeError('x is undefined'))
  await settle()
  expect(failure()).toBe('unexpected')
})

test('cancelling while connecting leads back, silently', async () => {
  void session.connect('real')
  await settle()
  session.cancel()
  expect(session.state).toMatchObject({ at: 'connecting', cancelling: true })
  await settle()
  expect(session.state).toEqual({ at: 'disconnected', interruption: undefined })
})

test('cancelling while writing says in which phase, and lets go of the board', async () => {
  const board = await toInstalling()
  board.installing.options.onProgress?.({ phase: 'write', fraction: 0.3 })
  session.cancel()
  await settle()
  expect(session.state).toEqual({
    at: 'disconnected',
    interruption: { why: 'cancelled', phase: 'write' },
  })
  expect(board.released).toBe(1)
})

test('a cancel that is not heard still ends within five seconds', async () => {
  deaf = true
  void session.connect('real')
  await settle()
  vi.useFakeTimers()
  session.cancel()
  await vi.advanceTimersByTimeAsync(4900)
  expect(at()).toBe('connecting')
  await vi.advanceTimersByTimeAsync(200)
  expect(at()).toBe('disconnected')
  const late = new FakeBoard(identity)
  connecting[0]!.resolve(late)
  await vi.advanceTimersByTimeAsync(0)
  expect(at()).toBe('disconnected')
  expect(late.released).toBe(1)
})

test.each<[string, () => Promise<unknown>]>([
  ['connecting', async () => (void session.connect('real'), settle())],
  ['ready', () => toReady()],
  ['installing', () => toInstalling()],
  ['running', () => toRunning()],
])('unplugged while %s: noticed at once', async (during, go) => {
  await go()
  provider.picked!.unplug()
  expect(session.state).toMatchObject({ at: 'failed', during })
  expect(failure()).toBe('port-lost')
  await settle()
  expect(failure()).toBe('port-lost')
})

test('unplugged while installing: after the replug, “Try again” installs on the new port', async () => {
  const board = await toInstalling()
  provider.picked!.unplug()
  await settle()
  expect(board.released).toBe(1)
  provider.granted = [new FakePort()]
  void session.retry({ baudRate: 115200 })
  await settle()
  const second = new FakeBoard(identity)
  connecting[1]!.resolve(second)
  await settle()
  expect(at()).toBe('installing')
  expect(second.requests).toEqual([{ ...request, baudRate: 115200 }])
})

test('“Try again” still installs after a second failure on the way', async () => {
  await toInstalling()
  provider.picked!.unplug()
  provider.granted = [new FakePort()]
  void session.retry()
  await settle()
  connecting[1]!.reject(new DeviceError('no-sync', 'silence'))
  await settle()
  expect(session.state).toMatchObject({ at: 'failed', during: 'connecting' })
  void session.retry()
  await settle()
  const third = new FakeBoard(identity)
  connecting[2]!.resolve(third)
  await settle()
  expect(third.requests).toEqual([request])
})

test('another board after the replug is shown, not written to', async () => {
  await toInstalling()
  provider.picked!.unplug()
  provider.granted = [new FakePort()]
  void session.retry()
  await settle()
  const other = new FakeBoard({ ...identity, mac: '00:00:00:00:00:01' })
  connecting[1]!.resolve(other)
  await settle()
  expect(at()).toBe('ready')
  expect(other.requests).toEqual([])
})

test('a console that is lost is opened again without writing anything', async () => {
  await toRunning()
  provider.picked!.unplug()
  provider.granted = [new FakePort()]
  void session.retry()
  await settle()
  const again = new FakeBoard(identity)
  connecting[1]!.resolve(again)
  await settle()
  expect(at()).toBe('running')
  expect(again.requests).toEqual([])
})

test('a replugged board is found by its bridge; a different bridge is asked for', async () => {
  await toReady()
  provider.picked!.unplug()
  provider.granted = [new FakePort(0x9999)]
  void session.retry()
  await settle()
  expect(provider.asked).toHaveLength(2)
})

test('the next connection waits until the port of the last one is free', async () => {
  const board = await toReady()
  let free = () => {}
  board.release = () => new Promise((resolve) => (free = resolve))
  provider.picked!.unplug()
  void session.retry()
  await settle()
  expect(connecting).toHaveLength(1)
  free()
  await settle()
  expect(connecting).toHaveLength(2)
})

test('a release that hangs holds the next connection up for five seconds at most', async () => {
  const board = await toReady()
  board.release = () => new Promise(() => undefined)
  vi.useFakeTimers()
  provider.picked!.unplug()
  void session.retry()
  await vi.advanceTimersByTimeAsync(5100)
  expect(connecting).toHaveLength(2)
})

test('a board that comes after disconnecting is let go', async () => {
  deaf = true
  void session.connect('real')
  await settle()
  await session.disconnect()
  expect(at()).toBe('disconnected')
  const late = new FakeBoard(identity)
  connecting[0]!.resolve(late)
  await settle()
  expect(at()).toBe('disconnected')
  expect(late.released).toBe(1)
})

test('the console without installing: nothing is written', async () => {
  const board = await toReady()
  await session.openConsole()
  expect(session.state).toMatchObject({ at: 'running', link: board.console })
  expect(session.state).not.toHaveProperty('report')
  expect(board.requests).toEqual([])
})

test('keys go to the board, and a failing write ends the session', async () => {
  const link = await toRunning()
  await session.send(new Uint8Array([3]))
  expect(link.written).toEqual([3])
  link.failWrites = new DeviceError('port-timeout', 'stuck')
  await session.send(new Uint8Array([4]))
  expect(failure()).toBe('port-timeout')
  expect(link.closed).toBe(true)
})

test('a link that ends by itself is a failure; one that we close is not', async () => {
  const link = await toRunning()
  link.end(new DeviceError('port-lost', 'gone'))
  await settle()
  expect(failure()).toBe('port-lost')
  const second = await toRunningAgain()
  await session.disconnect()
  await settle()
  expect(second.closed).toBe(true)
  expect(session.state).toEqual({ at: 'disconnected' })
})

async function toRunningAgain() {
  const board = await toReady()
  await session.openConsole()
  return board.console
}

test.each<DeviceErrorCode>(['web-serial-missing', 'board-unavailable'])(
  'a provider that is not there fails with %s',
  async (code) => {
    const broken = new Session({
      provider: async () => {
        throw new DeviceError(code, 'not here')
      },
      connectBoard: () => Promise.reject(new Error('never')),
      hardReset: async () => undefined,
    })
    await broken.connect('virtual')
    expect(broken.state).toMatchObject({ at: 'failed', kind: 'virtual' })
    expect((broken.state as { error: DeviceError }).error.code).toBe(code)
  },
)

test('a second Connect while one is running changes nothing', async () => {
  void session.connect('real')
  await settle()
  await session.connect('virtual')
  expect(provider.asked).toHaveLength(1)
  expect(session.state).toMatchObject({ at: 'connecting', kind: 'real' })
})
