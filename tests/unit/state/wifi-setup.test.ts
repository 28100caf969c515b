/** Giving a board a network, as the page shows it: what may be asked, what has to be agreed to, and every end. */
import { expect, it, test, vi } from 'vitest'
import { DeviceError } from '../../../src/errors'
import type { BoardNow } from '../../../src/micropython/board-now'
import type {
  BoardWifi,
  JoinOutcome,
  OpenWifiOptions,
} from '../../../src/provision/wifi/board-wifi'
import type { SessionState } from '../../../src/state/session-state'
import { doesOf, WifiSetup } from '../../../src/state/wifi-setup.svelte'
import { encode } from '../../support/bytes'
import { allTimers, useFakeTime } from '../../support/fake-time'
import { FakeLink, identity } from './fake-board'
import { report } from './session-on-fakes'

useFakeTime(() => undefined)

const accessPoint = { name: 'Lamp', address: '192.168.4.1' }
const portal: BoardNow = { is: 'portal', accessPoint }
const joined: BoardNow = { is: 'joined', network: 'Old', address: '192.168.1.9' }
const running = (now: BoardNow, isOurs = true): SessionState => ({
  at: 'running',
  kind: 'real',
  identity,
  link: new FakeLink(),
  now,
  ...(isOurs && { report }),
})
const networks = [{ name: encode('Home'), signalDbm: -50, secured: true }]
const home = { name: encode('Home'), password: encode('correct horse') }

function setUp(now: BoardNow, isOurs = true) {
  const asked: OpenWifiOptions[] = []
  const ends: (JoinOutcome | Error)[] = []
  let closed = 0
  let refuse: Error | undefined
  const wifi: BoardWifi = {
    networks: async () => networks,
    join: (_credentials, { signal } = {}) =>
      new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error))
        const end = ends.shift()
        if (end instanceof Error) reject(end)
        else if (end) resolve(end)
      }),
    close: async () => void closed++,
  }
  const session = {
    state: running(now, isOurs),
    openWifi: async (options: OpenWifiOptions) => {
      asked.push(options)
      if (refuse) throw refuse
      return wifi
    },
  }
  const setup = new WifiSetup(session)
  return {
    setup,
    session,
    asked,
    ends,
    closed: () => closed,
    refuse: (error?: Error) => (refuse = error),
  }
}

test.each<[BoardNow, boolean, string]>([
  [portal, true, 'portal'],
  [portal, false, 'unknown'],
  [{ is: 'trying', network: 'x' }, true, 'portal'],
  [{ is: 'quiet' }, true, 'unknown'],
  [{ is: 'quiet' }, false, 'unknown'],
  [joined, true, 'program'],
  [{ ...joined, accessPoint }, true, 'program'],
  [{ ...joined, end: 'ended' }, true, 'program'],
  [{ is: 'stopped', end: 'interrupted' }, false, 'program'],
])('of %o (ours: %s) is known: %s', (now, isOurs, does) => {
  expect(doesOf(running(now, isOurs))).toBe(does)
})

it('an open portal of this page is asked at once; a refusal leads back to the list, then in', async () => {
  const { setup, asked, ends, closed } = setUp(portal)
  await setup.begin()
  expect(asked).toMatchObject([{ board: 'portal' }])
  expect(setup.step).toEqual({ at: 'choosing', networks })
  ends.push({ joined: false, why: 'wrong' })
  await setup.join(home)
  const refused = { name: 'Home', why: 'wrong' }
  expect(setup.step).toEqual({ at: 'choosing', networks, refused })
  const address = 'http://192.168.1.23/'
  ends.push({ joined: true, address, next: 'portal-closes' })
  await setup.join(home)
  expect(setup.step).toMatchObject({ at: 'joined', name: 'Home', address, next: 'portal-closes' })
  expect(closed(), 'the console is given back at once').toBe(1)
  expect(JSON.stringify(setup.step)).not.toContain('horse')
})

it('the name of a network that is not in the list is kept, to be mended', async () => {
  const { setup, ends } = setUp(portal)
  await setup.begin()
  ends.push({ joined: false, why: 'gone' })
  await setup.join({ name: encode('Hmoe '), password: encode('correct horse') })
  const refused = { name: 'Hmoe␣', why: 'gone', typed: 'Hmoe ' }
  expect(setup.step).toEqual({ at: 'choosing', networks, refused })
})

it('a program is stopped only after a question', async () => {
  const { setup, asked } = setUp(joined)
  await setup.begin()
  expect(setup.step).toEqual({ at: 'asking', about: 'program' })
  expect(asked).toEqual([])
  await setup.agree()
  expect(asked).toMatchObject([{ board: 'program' }])
  expect(setup.step.at).toBe('choosing')
})

it('a portal that does not answer may be older: then, too, it is asked', async () => {
  const { setup, refuse } = setUp(portal)
  refuse(new DeviceError('no-answer', 'nobody'))
  await setup.begin()
  expect(setup.step).toEqual({ at: 'asking', about: 'unknown' })
  refuse(new DeviceError('file-missing', 'no portal'))
  await setup.agree()
  expect(setup.step).toMatchObject({ at: 'failed', error: { code: 'file-missing' } })
})

it('a board that starts is left alone until it says something', async () => {
  const { setup, session, asked } = setUp({ is: 'starting' })
  const begun = setup.begin()
  await vi.advanceTimersByTimeAsync(3000)
  expect(asked).toEqual([])
  session.state = running(portal)
  await allTimers(begun)
  expect(setup.step.at).toBe('choosing')
})

it('waiting can be stopped; that the board gets in all the same is shown', async () => {
  const { setup, asked, closed } = setUp(portal)
  await setup.begin()
  const joining = setup.join(home)
  expect(setup.step).toEqual({ at: 'joining', name: 'Home' })
  setup.cancel()
  await joining
  expect(setup.step).toEqual({ at: 'choosing', networks, given: 'up' })
  asked[0]!.onOver!({ joined: true, network: 'Home', address: 'http://10.0.0.9/', next: 'unknown' })
  await vi.advanceTimersByTimeAsync(0)
  expect(setup.step).toMatchObject({ at: 'joined', name: 'Home', address: 'http://10.0.0.9/' })
  expect(closed()).toBe(1)
})

it('closed in the middle: nothing is shown any more, and the board gets its program back', async () => {
  const { setup, closed } = setUp(portal)
  await setup.begin()
  const joining = setup.join(home)
  await setup.close()
  await joining
  expect(setup.step.at).toBe('joining')
  expect(closed()).toBe(1)
})

it('an old portal that joined another network says so', async () => {
  const { setup, ends } = setUp(portal)
  await setup.begin()
  ends.push({ joined: true, network: 'Old', next: 'restarts' })
  await setup.join(home)
  expect(setup.step).toMatchObject({ at: 'joined', name: 'Home', other: 'Old' })
})

it('a list that is left open gives the board its program back before it stops listening', async () => {
  const { setup, session, closed } = setUp(portal)
  await setup.begin()
  session.state = running(joined)
  await vi.advanceTimersByTimeAsync(9 * 60_000)
  expect(closed()).toBe(1)
  expect(setup.step).toEqual({ at: 'asking', about: 'program' })
})
