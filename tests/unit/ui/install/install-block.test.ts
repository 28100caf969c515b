/** Install is never switched off without a reason beside it. */
import { expect, test } from 'vitest'
import { installBlock, type Readiness } from '../../../../src/ui/install/install-block'

const fine: Readiness = {
  firmware: 'ready',
  extraFilesFine: true,
  appsLoading: false,
  editing: false,
  backingUp: false,
  full: false,
  wrongSize: false,
  erases: false,
  understood: false,
  planning: false,
}

test('with everything in place nothing holds it up, also while the plan is made', () => {
  expect(installBlock(fine)).toBeUndefined()
  expect(installBlock({ ...fine, planning: true })).toBeUndefined()
  expect(installBlock({ ...fine, erases: true, understood: true })).toBeUndefined()
})

test.each<[Partial<Readiness>, RegExp]>([
  [{ firmware: 'checking' }, /being checked/],
  [{ firmware: 'wanted' }, /Choose a firmware file/],
  [{ firmware: 'refused' }, /choose another file/],
  [{ editing: true }, /Save or cancel the preset/],
  [{ wifiProblem: 'A network name is needed, too.' }, /Complete the network/],
  [{ extraFilesFine: false }, /extra files/],
  [{ appsLoading: true }, /apps/],
  [{ backingUp: true }, /backup/],
  [{ full: true }, /do not fit/],
  [{ erases: true }, /Tick/],
  [{ erases: true, understood: true, planning: true }, /looked up/],
])('%j is said', (what, reason) => {
  expect(installBlock({ ...fine, ...what })).toMatch(reason)
})
