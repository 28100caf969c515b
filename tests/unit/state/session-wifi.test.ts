/** Another network for a board that runs: what is known of the board stays, also where it fails. */
import { beforeEach, expect, test } from 'vitest'
import { DeviceError } from '../../../src/errors'
import type { WifiRequest } from '../../../src/provision/request'
import { settle } from '../../support/promises'
import { FakeBoard, FakeLink, FakePort, identity } from './fake-board'
import { report, SessionOnFakes } from './session-on-fakes'

const request: WifiRequest = { network: { name: 'Home', password: 'secret!!' }, keepOthers: false }
const onBoard = [{ path: '/main.py', sizeBytes: 12 }]

let fakes: SessionOnFakes
beforeEach(() => (fakes = new SessionOnFakes()))

async function toChanging() {
  const link = await fakes.toRunning()
  fakes.provider.granted = [fakes.provider.picked!]
  void fakes.session.changeWifi(request)
  await settle()
  return link
}

test('the console is given back first, and the board stays on the screen', async () => {
  const link = await toChanging()
  expect(link.closed).toBe(true)
  expect(fakes.session.state).toMatchObject({ at: 'changing', network: 'Home', report, identity })
  expect(JSON.stringify(fakes.session.state), 'no password in it').not.toContain('secret!!')
  const next = new FakeLink()
  fakes.wifi[0]!.manual.resolve({ link: next, onBoard })
  await settle()
  expect(fakes.session.state).toMatchObject({ at: 'running', report, onBoard })
  expect(fakes.session.state).toMatchObject({ link: next, now: { is: 'starting' } })
})

test('no port picker: the same port', async () => {
  await toChanging()
  expect(fakes.provider.asked).toHaveLength(1)
})

test('“Try again” gives the same network once more', async () => {
  await toChanging()
  fakes.wifi[0]!.manual.reject(new DeviceError('repl-silent', 'no prompt'))
  await settle()
  expect(fakes.session.state).toMatchObject({ at: 'failed', during: 'changing' })
  void fakes.session.retry()
  await settle()
  expect(fakes.wifi[1]!.request).toEqual(request)
  expect(fakes.at).toBe('changing')
})

test('cancelled: back at the beginning, with a word on the networks', async () => {
  await toChanging()
  fakes.wifi[0]!.manual.options.onProgress?.({ phase: 'upload' })
  fakes.session.cancel()
  await settle()
  expect(fakes.session.state).toEqual({
    at: 'disconnected',
    interruption: { why: 'cancelled', phase: 'upload', update: 'wifi' },
  })
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
