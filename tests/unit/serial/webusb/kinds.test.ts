/** Which generation or part a device is taken for, from what it says of itself. */
import { expect, test } from 'vitest'
import { deviceFilters, familyOf } from '../../../../src/serial/webusb/bridges'
import { ftdiKindOf } from '../../../../src/serial/webusb/ftdi-rate'
import { pl2303KindOf } from '../../../../src/serial/webusb/pl2303-kind'
import { FakeUsbDevice, usbInterface } from './fake-usb-device'

const descriptor = (packetSize: number) =>
  Array.from({ length: 18 }, (_, at) => (at === 7 ? packetSize : 0))

/** bcdUSB, bcdDevice, class, packet size of endpoint 0, answers the HX status. */
test.each([
  ['H', 0x110, 0x202, 0, 8, false],
  ['H', 0x110, 0x300, 2, 64, false],
  ['HX', 0x110, 0x300, 0, 64, true],
  ['HXD', 0x110, 0x400, 0, 64, true],
  ['TA', 0x200, 0x300, 0, 64, true],
  ['TB', 0x200, 0x500, 0, 64, true],
  ['HXN', 0x200, 0x300, 0, 64, false],
  ['HXN', 0x200, 0x500, 0, 64, false],
  ['HXN', 0x200, 0x105, 0, 64, false],
  ['HXN', 0x200, 0x905, 0, 64, false],
])('a PL2303 %s: USB %i, device %i', async (kind, usbVersion, version, deviceClass, size, hx) => {
  const answers = {
    '80 06 0100 0000': descriptor(size),
    'c0 01 8080 0000': hx ? [0] : ('stall' as const),
  }
  const ids = { vendorId: 0x067b, productId: 0x2303 }
  const device = new FakeUsbDevice({ ...ids, usbVersion, version, deviceClass, answers })
  expect(await pl2303KindOf(device)).toBe(kind)
})

test.each([
  ['SIO', 0x110, false, undefined],
  ['FT232A', 0x200, false, undefined],
  ['FT232A', 0x200, true, 'A1'],
  ['FT232B', 0x200, true, undefined],
  ['FT232B', 0x400, true, undefined],
  ['FT232R', 0x600, true, 'A1'],
  ['FT-X', 0x1000, true, 'A1'],
  ['FT4232HA', 0x3600, true, 'A1'],
])('an FTDI %s is of version %i', (kind, version, readsLatency, serialNumber) => {
  const ids = { vendorId: 0x0403, productId: 0x6001 }
  expect(ftdiKindOf(new FakeUsbDevice({ ...ids, version, serialNumber }), readsLatency)).toBe(kind)
})

test('an FTDI chip of a version that nobody knows is refused, not guessed', () => {
  const device = new FakeUsbDevice({ vendorId: 0x0403, productId: 0x6001, version: 0x4400 })
  expect(() => ftdiKindOf(device, true)).toThrow('4400')
})

test('families, and any CDC-ACM', () => {
  const family = (vendorId: number, productId: number) =>
    familyOf(new FakeUsbDevice({ vendorId, productId }))
  expect(family(0x1a86, 0x7523)).toBe('ch341')
  expect(family(0x1a86, 0x55d4)).toBe('cdcAcm')
  expect(family(0x10c4, 0xea60)).toBe('cp210x')
  expect(family(0x0403, 0x6015)).toBe('ftdi')
  expect(family(0x067b, 0x23c3)).toBe('pl2303')
  // A CH341A as a parallel port has no UART.
  expect(family(0x1a86, 0x5512)).toBeUndefined()
  const interfaces = [usbInterface(0, 2, []), usbInterface(1, 10, [])]
  const arduino = new FakeUsbDevice({ vendorId: 0x2341, productId: 0x43, interfaces })
  expect(familyOf(arduino)).toBe('cdcAcm')
})

test('filters of requestPort as those of requestDevice', () => {
  const all = deviceFilters([])
  expect(all).toContainEqual({ vendorId: 0x10c4, productId: 0xea60 })
  expect(all).toContainEqual({ classCode: 2, subclassCode: 2 })
  const wch = deviceFilters([{ usbVendorId: 0x1a86 }])
  expect(wch).toContainEqual({ vendorId: 0x1a86, productId: 0x7523 })
  expect(wch).toContainEqual({ vendorId: 0x1a86, classCode: 2, subclassCode: 2 })
  expect(wch.every(({ vendorId }) => vendorId === 0x1a86)).toBe(true)
  expect(wch).not.toContainEqual({ vendorId: 0x1a86 })
  const one = deviceFilters([{ usbVendorId: 0x1a86, usbProductId: 0x7523 }])
  expect(one[0]).toEqual({ vendorId: 0x1a86, productId: 0x7523 })
  expect(deviceFilters([{ bluetoothServiceClassId: 1 }])).toEqual([])
})
