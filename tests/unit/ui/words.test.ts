/** Where the steps stand, and how numbers are said. */
import { expect, test } from 'vitest'
import { DeviceError } from '../../../src/errors'
import { phases } from '../../../src/provision/progress'
import type { SessionState } from '../../../src/state/session-state'
import { size } from '../../../src/messages/format'
import { flashIdWords } from '../../../src/ui/board/flash-words'
import { afterCancel } from '../../../src/ui/install/cancelled-words'
import { phaseWords } from '../../../src/ui/install/phase-words'
import { timeLeftWords } from '../../../src/ui/install/time-left'
import { platformOf } from '../../../src/ui/shared/platform'
import { currentStep, stepStatus } from '../../../src/ui/shared/steps'
import { FakeBoard, FakeLink, identity } from '../state/fake-board'

const error = new DeviceError('unexpected', 'x')
const failed = (during: 'connecting' | 'ready' | 'installing' | 'starting' | 'running') =>
  ({ at: 'failed', kind: 'real', error, during }) as const

test.each<[SessionState, string]>([
  [{ at: 'disconnected' }, 'board'],
  [{ at: 'connecting', kind: 'real' }, 'board'],
  [{ at: 'ready', kind: 'real', identity, board: new FakeBoard(identity) }, 'install'],
  [{ at: 'installing', kind: 'real', identity }, 'install'],
  [{ at: 'starting', kind: 'real', identity }, 'install'],
  [{ at: 'running', kind: 'real', link: new FakeLink(), now: { is: 'quiet' } }, 'phone'],
  [failed('connecting'), 'board'],
  [failed('ready'), 'install'],
  [failed('installing'), 'install'],
  [failed('running'), 'phone'],
])('$at stands at its step', (state, step) => {
  expect(currentStep(state)).toBe(step)
})

test('steps before the current one are done, later ones wait', () => {
  expect(stepStatus('preset', 'install')).toBe('done')
  expect(stepStatus('install', 'install')).toBe('current')
  expect(stepStatus('phone', 'install')).toBe('todo')
})

test('every phase has a name, and says what a cancel leaves behind', () => {
  for (const phase of phases) {
    expect(phaseWords[phase]()).toMatch(/^[A-Z]/)
    expect(afterCancel[phase]()).toMatch(/\.$/)
  }
  expect(afterCancel.write()).toContain('will not start')
})

test.each([
  [undefined, ''],
  [1500, 'a few seconds left'],
  [4200, 'about 5 s left'],
  [23_000, 'about 25 s left'],
  [59_000, 'about 1 min left'],
  [95_000, 'about 2 min left'],
])('%s ms are said as “%s”', (remainingMs, words) => {
  expect(timeLeftWords(remainingMs)).toBe(words)
})

test('flash ids are written as esptool writes them, with the maker', () => {
  expect(flashIdWords(identity)).toBe('c8 4016, GigaDevice')
  expect(flashIdWords({ ...identity, flashManufacturer: 0x01, flashDevice: 0x2 })).toBe('01 0002')
  expect(size(4 * 1024 * 1024)).toBe('4 MB')
  expect(size(512 * 1024)).toBe('512 KB')
})

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64) Chrome/140', 'linux'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140', 'windows'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/140', 'mac'],
  ['Mozilla/5.0 (Linux; Android 14) Chrome/140 Mobile', 'android'],
  ['Something else', 'other'],
])('%s runs on %s', (userAgent, platform) => {
  expect(platformOf(userAgent)).toBe(platform)
})
