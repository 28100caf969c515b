/** Names of USB-to-serial bridges, as they are printed on the chips. */
import { expect, test } from 'vitest'
import { portName } from '../../../src/serial/usb-bridges'

test.each([
  [{ usbVendorId: 0x1a86, usbProductId: 0x7523 }, 'CH340'],
  [{ usbVendorId: 0x10c4, usbProductId: 0xea60 }, 'CP210x'],
  [{ usbVendorId: 0x0403, usbProductId: 0x6001 }, 'FT232R'],
  [{ usbVendorId: 0x1a86, usbProductId: 0x1234 }, 'WCH 1a86:1234'],
  [{ usbVendorId: 0x067b, usbProductId: 0xffff }, 'Prolific 067b:ffff'],
  [{ usbVendorId: 0x1234, usbProductId: 0x5678 }, 'USB 1234:5678'],
  [{ usbVendorId: 0x2341, usbProductId: 0x43 }, 'USB 2341:0043'],
  [{}, 'Serial port'],
])('%o is called "%s"', (info, name) => {
  expect(portName(info)).toBe(name)
})

/** Fault of 0.1.0: 55d3 was called CH340. */
test.each([
  [0x7522, 'CH340K'],
  [0x7523, 'CH340'],
  [0x5523, 'CH341'],
  [0x55d2, 'CH342'],
  [0x55d3, 'CH343'],
  [0x55d4, 'CH9102'],
  [0x55d8, 'CH9101'],
])('WCH %i is a %s', (usbProductId, name) => {
  expect(portName({ usbVendorId: 0x1a86, usbProductId })).toBe(name)
})
