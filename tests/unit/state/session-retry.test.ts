/** Unplugged in every state, and the second try without reloading. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DeviceError } from '../../../src/errors'
import { FakeBoard, FakePort, identity, request } from './fake-board'
import { SessionOnFakes } from './session-on-fakes'
import { settle } from '../../support/promises'

let fakes: SessionOnFakes
beforeEach(() => void (fakes = new SessionOnFakes()))
afterEach(() => vi.useRealTimers())

test.each<[string, () => Promise<unknown>]>([
  ['connecting', async () => (void fakes.session.connect('real'), settle())],
  ['ready', () => fakes.toReady()],
  ['installing', () => fakes.toInstalling()],
])('unplugged while %s: noticed at once', async (during, go) => {
  await go()
  fakes.provider.picked!.unplug()
  expect(fakes.session.state).toMatchObject({ at: 'failed', during })
  expect(fakes.failure).toBe('port-lost')
  await settle()
  expect(fakes.failure).toBe('port-lost')
})

test('unplugged while running: noticed at once, and no failure', async () => {
  await fakes.toRunning()
  fakes.provider.picked!.unplug()
  expect(fakes.at).toBe('unplugged')
})

test('unplugged while installing: after the replug, “Try again” installs on the new port', async () => {
  const board = await fakes.toInstalling()
  fakes.provider.picked!.unplug()
  await settle()
  expect(board.released).toBe(1)
  fakes.provider.granted = [new FakePort()]
  const second = await fakes.retryWith(new FakeBoard(identity), { baudRate: 115200 })
  expect(fakes.at).toBe('installing')
  expect(second.requests).toEqual([{ ...request, baudRate: 115200 }])
})

test('“Try again” still installs after a second failure on the way', async () => {
  await fakes.toInstalling()
  fakes.replug(new FakePort())
  void fakes.session.retry()
  await settle()
  fakes.connecting[1]!.reject(new DeviceError('no-sync', 'silence'))
  await settle()
  expect(fakes.session.state).toMatchObject({ at: 'failed', during: 'connecting' })
  const third = await fakes.retryWith(new FakeBoard(identity))
  expect(third.requests).toEqual([request])
})

test('another board after the replug is shown, not written to', async () => {
  await fakes.toInstalling()
  fakes.replug(new FakePort())
  const other = await fakes.retryWith(new FakeBoard({ ...identity, mac: '00:00:00:00:00:01' }))
  expect(fakes.at).toBe('ready')
  expect(other.requests).toEqual([])
})

test('a console that is lost is opened again without writing anything', async () => {
  await fakes.toRunning()
  fakes.replug(new FakePort())
  const again = await fakes.retryWith(new FakeBoard(identity))
  expect(fakes.at).toBe('running')
  expect(again.requests).toEqual([])
})

test('a replugged board is found by its bridge; a different bridge is asked for', async () => {
  await fakes.toReady()
  fakes.replug(new FakePort(0x9999))
  void fakes.session.retry()
  await settle()
  expect(fakes.provider.asked).toHaveLength(2)
})

test('the next connection waits until the port of the last one is free', async () => {
  const board = await fakes.toReady()
  let free = () => {}
  board.release = () => new Promise((resolve) => (free = resolve))
  fakes.provider.picked!.unplug()
  void fakes.session.retry()
  await settle()
  expect(fakes.connecting).toHaveLength(1)
  free()
  await settle()
  expect(fakes.connecting).toHaveLength(2)
})

test('a release that hangs holds the next connection up for five seconds at most', async () => {
  const board = await fakes.toReady()
  board.release = () => new Promise(() => undefined)
  vi.useFakeTimers()
  fakes.provider.picked!.unplug()
  void fakes.session.retry()
  await vi.advanceTimersByTimeAsync(5100)
  expect(fakes.connecting).toHaveLength(2)
})

test('a board that connects after disconnecting is released', async () => {
  fakes.ignoresCancel = true
  void fakes.session.connect('real')
  await settle()
  await fakes.session.disconnect()
  expect(fakes.at).toBe('disconnected')
  const late = new FakeBoard(identity)
  fakes.connecting[0]!.resolve(late)
  await settle()
  expect(fakes.at).toBe('disconnected')
  expect(late.released).toBe(1)
})

test('erasing after a failure leads to the plan, and installs nothing by itself', async () => {
  await fakes.toInstalling()
  fakes.replug(new FakePort())
  void fakes.session.retryErasing('files')
  await settle()
  const second = new FakeBoard(identity)
  fakes.connecting[1]!.resolve(second)
  await settle()
  expect(fakes.session.state).toMatchObject({
    at: 'ready',
    retry: { erase: 'files', before: request },
  })
  expect(second.requests).toEqual([])
})

/** Fault of 0.1.0: “Try again” while still unplugged said “No board was chosen… cables only charge”. */
test('“Try again” while the board is still unplugged says so, and leads on when it is back', async () => {
  await fakes.toInstalling()
  fakes.provider.picked!.unplug()
  fakes.provider.picked = undefined // nothing to choose in the browser's list: it is closed
  for (let times = 0; times < 2; times++) {
    void fakes.session.retry()
    await settle()
    expect(fakes.session.state).toMatchObject({ at: 'failed', error: { code: 'port-absent' } })
  }
  fakes.provider.granted = [new FakePort()]
  const second = await fakes.retryWith(new FakeBoard(identity))
  expect(second.requests).toEqual([request])
})

test('a port that the browser lists although it is unplugged counts as unplugged', async () => {
  await fakes.toInstalling()
  fakes.provider.picked!.unplug()
  fakes.provider.granted = [new FakePort(0x7523, false)]
  fakes.provider.picked = undefined
  void fakes.session.retry()
  await settle()
  expect(fakes.failure).toBe('port-absent')
})

test('a board used before that was unplugged at that moment is not “used by another program”', async () => {
  void fakes.session.connect('real', { port: new FakePort(0x7523, false).port })
  await settle()
  expect(fakes.failure).toBe('port-absent')
  expect(fakes.connecting).toEqual([])
})

test('a list that is closed on the first try still is no failure', async () => {
  fakes.provider.picked = undefined
  await fakes.session.connect('real')
  expect(fakes.session.state).toEqual({
    at: 'disconnected',
    interruption: { why: 'nothing-chosen' },
  })
})

test('a click that is too long ago is no missing Web Serial', async () => {
  const message = "Failed to execute 'requestPort': Must be handling a user gesture to show a list."
  fakes.provider.requestPort = () => Promise.reject(new DOMException(message, 'SecurityError'))
  await fakes.session.connect('real')
  expect(fakes.at).toBe('disconnected')
})
