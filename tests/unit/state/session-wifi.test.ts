/** The console of a board that runs is lent to who gives it a network; a board as it runs is not reset. */
import { beforeEach, expect, test, vi } from 'vitest'
import { DeviceError } from '../../../src/errors'
import type { BoardWifi } from '../../../src/provision/wifi/board-wifi'
import { settle } from '../../support/promises'
import { FakeBoard, FakeLink, FakePort, identity } from './fake-board'
import { report, SessionOnFakes } from './session-on-fakes'

let fakes: SessionOnFakes
let closed: number
const wifi: BoardWifi = {
  networks: async () => [],
  join: async () => ({ joined: false, why: 'wrong' }),
  close: async () => void closed++,
}
beforeEach(() => {
  fakes = new SessionOnFakes()
  closed = 0
})

async function opened() {
  const link = await fakes.toRunning()
  const opening = fakes.session.openWifi({ board: 'portal' })
  // Its part is loaded when it is used.
  await vi.waitFor(() => expect(fakes.wifi).toHaveLength(1))
  fakes.wifi[0]!.manual.resolve(wifi)
  return { link, own: await opening }
}

test('while it is open nobody else speaks on the console, and all that is known stays', async () => {
  const { link, own } = await opened()
  expect(fakes.session.state).toMatchObject({ at: 'running', wifiOpen: true, report, identity })
  await fakes.session.send(Uint8Array.of(65))
  expect(await fakes.session.reset()).toBe(true)
  expect(link.written).toEqual([])
  await expect(fakes.session.openFiles()).rejects.toMatchObject({ code: 'port-busy' })
  await expect(fakes.session.openWifi({ board: 'portal' })).rejects.toMatchObject({
    code: 'port-busy',
  })
  await own.close()
  expect(fakes.session.state).toMatchObject({ at: 'running', wifiOpen: undefined })
  await fakes.session.send(Uint8Array.of(65))
  expect(link.written).toEqual([65])
})

test('one that cannot be opened gives the console back', async () => {
  const link = await fakes.toRunning()
  const opening = fakes.session.openWifi({ board: 'portal' })
  // Its part is loaded when it is used.
  await vi.waitFor(() => expect(fakes.wifi).toHaveLength(1))
  fakes.wifi[0]!.manual.reject(new DeviceError('no-answer', 'nobody'))
  await expect(opening).rejects.toMatchObject({ code: 'no-answer' })
  expect(fakes.session.state).toMatchObject({ at: 'running', wifiOpen: undefined })
  await fakes.session.send(Uint8Array.of(65))
  expect(link.written).toEqual([65])
})

test('leaving the board gives it its program back, then the port', async () => {
  const { link } = await opened()
  await fakes.session.disconnect()
  expect(closed).toBe(1)
  expect(link.closed).toBe(true)
})

test('an unplugged board is no failure', async () => {
  const { link } = await opened()
  link.end(new DeviceError('port-lost', 'gone'))
  await settle()
  expect(fakes.session.state).toMatchObject({ at: 'unplugged', wifiOpen: undefined })
})

test('a board as it runs: no bootloader, and none after an unplug either', async () => {
  void fakes.session.connect('real', { asFound: true })
  await settle()
  const link = new FakeLink()
  fakes.listening[0]!.resolve(link)
  await settle()
  expect(fakes.session.state).toMatchObject({
    at: 'running',
    isAsFound: true,
    now: { is: 'quiet' },
  })
  link.end(new DeviceError('port-lost', 'gone'))
  await settle()
  expect(fakes.at).toBe('unplugged')
  fakes.provider.granted = [new FakePort()]
  void fakes.session.retry()
  await settle()
  expect(fakes.listening).toHaveLength(2)
  expect(fakes.connecting).toHaveLength(0)
})

test('from running to the plan again, on the same board', async () => {
  const link = await fakes.toRunning()
  fakes.provider.granted = [new FakePort()]
  void fakes.session.planAgain()
  await settle()
  expect(link.closed).toBe(true)
  fakes.connecting.at(-1)!.resolve(new FakeBoard(identity))
  await settle()
  expect(fakes.at).toBe('ready')
})
