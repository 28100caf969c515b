/** Card, step, tab title and console say the same of a running board. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { DeviceError } from '../../../../src/errors'
import type { BoardNow } from '../../../../src/micropython/board-now'
import { phases } from '../../../../src/provision/progress'
import type { SessionState } from '../../../../src/state/session-state'
import {
  nextWords,
  pastWords,
  refusedBefore,
  signInAgain,
  tried,
  withoutPage,
} from '../../../../src/ui/hub/next-words'
import { nowWords, refusals } from '../../../../src/ui/hub/now-words'
import { help } from '../../../../src/help/words'
import { pageTitle } from '../../../../src/ui/shell/page-title'
import { statusOf } from '../../../../src/ui/shared/steps'
import { FakeBoard, FakeLink, identity } from '../../state/fake-board'

const accessPoint = { name: 'ESP8266-112233', address: '192.168.4.1' }
const report = { accessPointName: accessPoint.name, address: accessPoint.address }
const joined: BoardNow = { is: 'joined', network: 'Home', address: '192.168.1.23' }
const talking = (now: BoardNow, at: 'running' | 'unplugged' = 'running') =>
  ({ at, kind: 'real', link: new FakeLink(), now, report }) as const

const states: [BoardNow, string][] = [
  [{ is: 'quiet' }, 'The console is open'],
  [{ is: 'starting' }, 'The board is starting'],
  [{ is: 'portal', accessPoint }, 'Your portal is running'],
  [{ is: 'portal', accessPoint, phone: true }, 'A phone is on your portal'],
  [{ is: 'trying', network: 'Home', accessPoint }, 'The board tries to join “Home”'],
  [{ is: 'refused', network: 'Home', why: 'wrong', accessPoint }, '“Home” refused the password'],
  [{ is: 'refused', network: 'Home', why: 'gone', accessPoint }, '“Home” is not in reach'],
  [{ is: 'refused', network: 'Home', why: 'silent', accessPoint }, '“Home” gave no address'],
  [{ is: 'refused', network: 'Home', why: 'new' }, 'The board could not join “Home”'],
  [joined, 'Your board is in “Home”'],
  [{ is: 'stopped', end: 'interrupted' }, 'The program on the board was stopped'],
  [{ is: 'stopped', end: 'failed' }, 'The program on the board stopped with an error'],
  [{ is: 'stopped', end: 'ended' }, 'The program on the board has ended'],
]

test.each(states)('%j has the same text in the tab’s title as in the card', (now, words) => {
  expect(nowWords(now)).toBe(words)
  expect(pageTitle(talking(now))).toBe(`${words} – Portal Flasher`)
})

test('every reason that the portal prints for a failed attempt has sentences here', () => {
  const portal = readFileSync('firmware/lib/captive_portal/words.txt', 'utf8')
  const words = ['wrong', 'refused', 'closed', 'gone', 'silent', 'unclear']
  for (const word of words) {
    expect(portal).toMatch(new RegExp(`^${word}\\|`, 'm'))
    expect(refusals, word).toHaveProperty(word)
    expect(signInAgain, word).toHaveProperty(word)
    expect(tried, word).toHaveProperty(word)
  }
})

test('a refused password says what to do, never that all is well', () => {
  const refused: BoardNow = { is: 'refused', network: 'Home', why: 'wrong', accessPoint }
  expect(nextWords(refused)).toContain('password again')
  const closed: BoardNow = { is: 'refused', network: 'Home', why: 'gone' }
  expect(nextWords(closed), 'nobody could open it').not.toContain('sign-in page')
})

test('without a portal nobody is sent to its page', () => {
  const refused: BoardNow = { is: 'refused', network: 'Home', why: 'wrong', staysClosed: true }
  expect(nextWords(refused)).toMatch(/stays closed.*Set up Wi-Fi/)
})

test('a network that the board tried by itself is named with the reason and the way on', () => {
  expect(refusedBefore({ network: 'Home', why: 'wrong' })).toMatch(/“Home” refused.*Set up Wi-Fi/)
  expect(refusedBefore({ network: 'Home', why: 'new' })).toContain('“Home” could not be joined')
})

test('unplugging after success is normal, and the title says it', () => {
  expect(pageTitle(talking(joined, 'unplugged'))).toBe('The board was unplugged – Portal Flasher')
  expect(withoutPage(joined)).toContain('power it anywhere now')
  expect(withoutPage({ is: 'portal', accessPoint })).toContain('power it anywhere now')
  expect(withoutPage({ is: 'stopped', end: 'failed' })).not.toContain('power it anywhere now')
})

test.each<[SessionState, string]>([
  [{ at: 'disconnected' }, 'Portal Flasher'],
  [{ at: 'connecting', kind: 'real' }, 'Choose your board – Portal Flasher'],
  [
    { at: 'ready', kind: 'real', identity, board: new FakeBoard(identity) },
    'Ready to install – Portal Flasher',
  ],
  [
    { at: 'installing', kind: 'real', identity, progress: { phase: 'write', fraction: 0.5 } },
    '50 % Writing MicroPython and the portal – Portal Flasher',
  ],
  [
    { at: 'starting', kind: 'real', identity, progress: { phase: 'portal' } },
    'Opening the access point – Portal Flasher',
  ],
  [
    { at: 'failed', kind: 'real', during: 'ready', error: new DeviceError('port-lost', 'x') },
    'The board was unplugged – Portal Flasher',
  ],
  [
    {
      at: 'failed',
      kind: 'real',
      during: 'starting',
      inPlace: true,
      error: new DeviceError('port-lost', 'x'),
    },
    'Firmware and files are in place – Portal Flasher',
  ],
])('the tab’s title follows: %j', (state, title) => expect(pageTitle(state, help)).toBe(title))

test('“Only open the console” does not tick Install', () => {
  const console = { ...talking({ is: 'quiet' }), report: undefined }
  expect(statusOf('install', console, true)).toBe('todo')
  expect(statusOf('install', talking({ is: 'quiet' }), true)).toBe('done')
})

test('the last step is done when the board is in the home network, and not before', () => {
  for (const [now] of states) {
    expect(statusOf('phone', talking(now), true)).toBe(now.is === 'joined' ? 'done' : 'current')
  }
})

test('without a preset the first step is not ticked, and the second waits', () => {
  expect(statusOf('preset', { at: 'disconnected' }, false)).toBe('current')
  expect(statusOf('board', { at: 'disconnected' }, false)).toBe('todo')
  expect(statusOf('preset', { at: 'disconnected' }, true)).toBe('done')
  const ready = { at: 'ready', kind: 'real', identity, board: new FakeBoard(identity) } as const
  expect(statusOf('preset', ready, false)).toBe('current')
})

test('a console that is opened after a failure never says that nothing was changed', () => {
  expect(pastWords(undefined)).toBe('Nothing was changed on the board.')
  for (const phase of phases.filter((name) => !['connect', 'identify', 'prepare'].includes(name))) {
    expect(pastWords({ phase })).not.toContain('Nothing was changed')
    expect(pastWords({ phase, update: 'board' })).not.toContain('Nothing was changed')
  }
  expect(pastWords({ phase: 'portal', done: true })).toContain('were installed')
})
