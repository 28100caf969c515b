/** The page's hold on a board: every way in, and every way out that a person chooses. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DeviceError, type DeviceErrorCode } from '../../../src/errors'
import { Session } from '../../../src/state/session.svelte'
import { FakeBoard, FakeLink, FakePort, identity, request } from './fake-board'
import { report, SessionOnFakes } from './session-on-fakes'
import { settle } from '../../support/promises'

let fakes: SessionOnFakes
beforeEach(() => void (fakes = new SessionOnFakes()))
afterEach(() => vi.useRealTimers())

test('disconnected → connecting → ready → installing → starting → running', async () => {
  expect(fakes.at).toBe('disconnected')
  void fakes.session.connect('real')
  await settle()
  expect(fakes.at).toBe('connecting')
  const board = new FakeBoard(identity)
  fakes.connecting[0]!.resolve(board)
  await settle()
  expect(fakes.session.state).toMatchObject({ at: 'ready', kind: 'real', identity })
  void fakes.session.install(request)
  board.installing.options.onProgress?.({ phase: 'write', fraction: 0.5 })
  expect(fakes.session.state).toMatchObject({ at: 'installing', progress: { fraction: 0.5 } })
  board.installing.options.onProgress?.({ phase: 'start' })
  expect(fakes.at).toBe('starting')
  board.installing.resolve({ report, link: new FakeLink() })
  await settle()
  expect(fakes.session.state).toMatchObject({ at: 'running', report, identity })
})

test('the usual bridges are asked for, all ports on demand', async () => {
  fakes.provider.picked = undefined
  await fakes.session.connect('real')
  await fakes.session.connect('real', { allPorts: true })
  expect(fakes.provider.asked[0]?.filters?.length).toBe(4)
  expect(fakes.provider.asked[1]).toEqual({})
})

test('a granted port is used without asking', async () => {
  const port = new FakePort()
  void fakes.session.connect('real', { port: port.port })
  await settle()
  expect(fakes.provider.asked).toEqual([])
  expect(fakes.at).toBe('connecting')
})

test('a closed list of ports is not a failure', async () => {
  fakes.provider.picked = undefined
  await fakes.session.connect('real')
  expect(fakes.session.state).toEqual({
    at: 'disconnected',
    interruption: { why: 'nothing-chosen' },
  })
})

test('a board that does not answer fails with its own code, and a second try succeeds', async () => {
  void fakes.session.connect('real')
  await settle()
  fakes.provider.granted = [fakes.provider.picked!]
  fakes.connecting[0]!.reject(new DeviceError('no-sync', 'silence'))
  await settle()
  expect(fakes.session.state).toMatchObject({ at: 'failed', during: 'connecting' })
  expect(fakes.failure).toBe('no-sync')
  void fakes.session.retry()
  await settle()
  fakes.connecting[1]!.resolve(new FakeBoard(identity))
  await settle()
  expect(fakes.at).toBe('ready')
  expect(fakes.provider.asked).toHaveLength(1)
})

test('an error that nobody expected becomes a failure too', async () => {
  void fakes.session.connect('real')
  await settle()
  fakes.connecting[0]!.reject(new TypeError('x is undefined'))
  await settle()
  expect(fakes.failure).toBe('unexpected')
})

test('cancelling while connecting leads back, silently', async () => {
  void fakes.session.connect('real')
  await settle()
  fakes.session.cancel()
  expect(fakes.session.state).toMatchObject({ at: 'connecting', cancelling: true })
  await settle()
  expect(fakes.session.state).toEqual({ at: 'disconnected', interruption: undefined })
})

test('cancelling while writing records the phase, and releases the board', async () => {
  const board = await fakes.toInstalling()
  board.installing.options.onProgress?.({ phase: 'write', fraction: 0.3 })
  fakes.session.cancel()
  await settle()
  expect(fakes.session.state).toEqual({
    at: 'disconnected',
    interruption: { why: 'cancelled', phase: 'write' },
  })
  expect(board.released).toBe(1)
})

test('a cancel that is ignored still ends within five seconds', async () => {
  fakes.ignoresCancel = true
  void fakes.session.connect('real')
  await settle()
  vi.useFakeTimers()
  fakes.session.cancel()
  await vi.advanceTimersByTimeAsync(4900)
  expect(fakes.at).toBe('connecting')
  await vi.advanceTimersByTimeAsync(200)
  expect(fakes.at).toBe('disconnected')
  const late = new FakeBoard(identity)
  fakes.connecting[0]!.resolve(late)
  await vi.advanceTimersByTimeAsync(0)
  expect(fakes.at).toBe('disconnected')
  expect(late.released).toBe(1)
})

test('the console without installing: nothing is written', async () => {
  const board = await fakes.toReady()
  await fakes.session.openConsole()
  expect(fakes.session.state).toMatchObject({ at: 'running', link: board.console })
  expect(fakes.session.state).not.toHaveProperty('report')
  expect(board.requests).toEqual([])
})

test('keys go to the board, and a failing write ends the session', async () => {
  const link = await fakes.toRunning()
  await fakes.session.send(new Uint8Array([3]))
  expect(link.written).toEqual([3])
  link.failWrites = new DeviceError('port-timeout', 'stuck')
  await fakes.session.send(new Uint8Array([4]))
  expect(fakes.failure).toBe('port-timeout')
  expect(link.closed).toBe(true)
})

test('a link that ends by itself is an unplug; one that we close is not', async () => {
  const link = await fakes.toRunning()
  link.end(new DeviceError('port-lost', 'gone'))
  await settle()
  expect(fakes.at).toBe('unplugged')
  const board = await fakes.toReady()
  await fakes.session.openConsole()
  await fakes.session.disconnect()
  await settle()
  expect(board.console.closed).toBe(true)
  expect(fakes.session.state).toEqual({ at: 'disconnected' })
})

test.each<DeviceErrorCode>(['web-serial-missing', 'board-unavailable'])(
  'a provider that is not there fails with %s',
  async (code) => {
    const broken = new Session({
      provider: async () => {
        throw new DeviceError(code, 'not here')
      },
      connectBoard: () => Promise.reject(new Error('never')),
      updateOverConsole: () => Promise.reject(new Error('never')),
      listen: () => Promise.reject(new Error('never')),
      openWifi: () => Promise.reject(new Error('never')),
      hardReset: async () => undefined,
    })
    await broken.connect('virtual')
    expect(broken.state).toMatchObject({ at: 'failed', kind: 'virtual' })
    expect((broken.state as { error: DeviceError }).error.code).toBe(code)
  },
)

test('a second Connect while one is running changes nothing', async () => {
  void fakes.session.connect('real')
  await settle()
  await fakes.session.connect('virtual')
  expect(fakes.provider.asked).toHaveLength(1)
  expect(fakes.session.state).toMatchObject({ at: 'connecting', kind: 'real' })
})

test('a typed network survives an unplugged cable, and is forgotten after a success', async () => {
  const typed = { name: 'Home', password: 'correct horse' }
  fakes.session.wifi.set(typed)
  void fakes.session.connect('real')
  await settle()
  const board = new FakeBoard(identity)
  fakes.connecting[0]!.resolve(board)
  await settle()
  await fakes.session.disconnect()
  expect(fakes.session.wifi.value).toEqual(typed)
  void fakes.session.connect('real')
  await settle()
  const again = new FakeBoard(identity)
  fakes.connecting[1]!.resolve(again)
  await settle()
  void fakes.session.install(request)
  again.installing.resolve({ report, link: new FakeLink() })
  await settle()
  expect(fakes.at).toBe('running')
  expect(fakes.session.wifi.value).toEqual({ name: '', password: '' })
})
