/** What is no failure: a board that went away when everything was on it. */
import { expect, test } from 'vitest'
import { DeviceError } from '../../../../src/errors'
import type { BootCause } from '../../../../src/provision/boot/boot-cause'
import { BootFailure, diagnose } from '../../../../src/provision/boot/boot-diagnosis'
import { wentAway, type Ended } from '../../../../src/ui/install/switched-off'

const ended = (error: DeviceError, inPlace?: true): Ended => ({
  at: 'failed',
  kind: 'real',
  during: 'starting',
  phase: 'portal',
  inPlace,
  error,
})
const lost = new DeviceError('port-lost', 'gone')
const boot = (cause: BootCause) => new BootFailure(diagnose(cause, {}, []))

test('unplugged or switched off with everything in place', () => {
  expect(wentAway(ended(lost, true))).toBe('unplugged')
  expect(wentAway(ended(boot({ code: 'gone-silent' }), true))).toBe('silent')
})

test('before that, the installation is not complete', () => {
  expect(wentAway(ended(lost))).toBeUndefined()
  expect(wentAway(ended(boot({ code: 'gone-silent' })))).toBeUndefined()
})

test.each<BootCause>([
  { code: 'boot-loop', resetCause: 4 },
  { code: 'silent' },
  { code: 'noise' },
  { code: 'portal-late' },
  { code: 'nothing-bootable' },
])('a board that does not start is a failure: $code', (cause) => {
  expect(wentAway(ended(boot(cause), true))).toBeUndefined()
})
