/** Plans of the same firmware share one array, so that it is compressed once; no other plan does. */
import { expect, test } from 'vitest'
import { prepareFirmware } from '../../../../src/provision/plan/prepare-firmware'
import { request } from '../../../support/one-pass'
import { identity } from '../../state/fake-board'

const { firmware } = request()
const prepared = (change: Parameters<typeof request>[0] = {}) =>
  prepareFirmware(request({ firmware, ...change }), identity).bytes

test('the same file with the same settings gives the same array', () => {
  expect(prepared()).toBe(prepared({ portal: request().portal }))
})

test('another flash mode, or a file that was changed, gives other bytes', () => {
  const before = prepared()
  expect(prepared({ flashMode: 'dout' })).not.toBe(before)
  const changed = firmware.slice()
  expect(prepared({ firmware: changed })).not.toBe(before)
  expect(prepared({ firmware: changed })).toEqual(before)
})
