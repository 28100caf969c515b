/** An address that no home network has: allowed, because some networks are odd, but said. */
import { expect, test } from 'vitest'
import { isForeign } from '../../../src/presets/station'

test.each(['8.8.8.8', '172.15.0.1', '172.32.0.1', '192.169.1.2', '11.0.0.1'])('%s', (address) => {
  expect(isForeign(address)).toBe(true)
})

test.each(['192.168.1.50', '10.1.2.3', '172.16.0.1', '172.31.255.1', '', '192.168.1', '300.1.1.1'])(
  '“%s” is of a home network, or no address yet',
  (address) => {
    expect(isForeign(address)).toBe(false)
  },
)
