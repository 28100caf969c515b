/** Which picture and which driver are for the board, port and browser at hand. */
import { expect, test } from 'vitest'
import { driverAdvice, driverOf, usbChips } from '../../../../src/help/drivers'
import { platforms } from '../../../../src/help/entry'
import { bridgeFilters } from '../../../../src/serial/usb-bridges'
import { olderBrowser } from '../../../../src/ui/board/serial-browsers'
import { browserOf } from '../../../../src/ui/help/browser'
import { pictured } from '../../../../src/ui/help/pictured-board'
import { portNamesOn } from '../../../../src/ui/help/port-names'
import { seenChip } from '../../../../src/ui/help/seen-chip'

const firefox = (version: number, system = 'X11; Linux x86_64') =>
  `Mozilla/5.0 (${system}; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`
const chrome =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36'

test('another board, and none, is shown as a NodeMCU', () => {
  expect(pictured('d1-mini')).toBe('d1-mini')
  expect(pictured('other')).toBe('nodemcu')
  expect(pictured(undefined)).toBe('nodemcu')
})

test.each([
  [0x1a86, 0x7523, 'ch340', 'CH340'],
  [0x1a86, 0x5523, 'ch340', 'CH341'],
  [0x1a86, 0x55d4, 'ch9102', 'CH9102'],
  [0x10c4, 0xea60, 'cp210x', 'CP210x'],
  [0x0403, 0x6015, 'ft232', 'FT231X'],
  [0x067b, 0x23a3, 'pl2303', 'PL2303'],
])('%i:%i needs the driver of %s', (usbVendorId, usbProductId, chip, name) => {
  expect(seenChip({ usbVendorId, usbProductId })).toEqual({ chip, name })
})

test('a chip of a known maker that is not in the list gets the maker’s driver; others none', () => {
  for (const { usbVendorId } of bridgeFilters) {
    expect(seenChip({ usbVendorId, usbProductId: 1 })?.name).toBeTruthy()
  }
  expect(seenChip({ usbVendorId: 0x1234, usbProductId: 1 })).toBeUndefined()
  expect(seenChip({})).toBeUndefined()
})

test('every chip has a driver, and every system its advice', () => {
  for (const chip of usbChips) expect(driverOf[chip].boards()).not.toBe('')
  for (const platform of platforms) {
    expect(driverAdvice[platform].length).toBeGreaterThan(0)
    expect(portNamesOn(platform).board()).toContain('USB')
  }
})

test('the list of the browser in use comes first', () => {
  expect(browserOf(firefox(153))).toBe('firefox')
  expect(browserOf(chrome)).toBe('chromium')
})

test('a browser on a computer that is older than its Web Serial is told to be updated', () => {
  const chromium = (major: number, more = '') =>
    `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36${more}`
  expect(olderBrowser(firefox(150))).toMatchObject({ browser: 'Firefox', version: 151 })
  expect(olderBrowser(firefox(151))).toBeUndefined()
  expect(olderBrowser(firefox(140, 'Android 14; Mobile'))).toBeUndefined()
  expect(olderBrowser(chrome)).toBeUndefined()
  expect(olderBrowser(chromium(88))).toMatchObject({ browser: 'Chrome', version: 89 })
  expect(olderBrowser(chromium(88, ' Edg/88.0.1'))).toMatchObject({ browser: 'Edge' })
  expect(olderBrowser(chromium(88, ' OPR/74.0.1'))).toMatchObject({ browser: 'Opera', version: 75 })
  expect(olderBrowser(chromium(89, ' OPR/75.0.1'))).toBeUndefined()
  expect(olderBrowser('Mozilla/5.0 (Macintosh) Version/26.0 Safari/605.1.15')).toBeUndefined()
})
