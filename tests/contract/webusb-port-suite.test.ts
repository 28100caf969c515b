/**
 * Our drivers for USB bridges on the virtual ones, which were written from the other side of the wire: the port over
 * WebUSB behaves as Chromium's own in the recorded cases, and no chip gets a request that it does not know.
 */
import { describe, expect, it } from 'vitest'
import type { BridgeKind } from '../../src/virtual-board/usb-devices/chips'
import { portSuite } from './port-suite'
import type { Seen } from './port-suite/case'
import { expectedOf } from './port-suite/expected'
import { UsbCable } from './port-suite/usb-cable'

const kinds: BridgeKind[] = [
  ...(['ch340', 'cp2102', 'cp2102n', 'ft232r', 'ft232h'] as const),
  ...(['pl2303-ta', 'pl2303-hxn', 'cdc-acm'] as const),
]

/** The wires of the virtual bridges know neither; both run in tests/unit/serial/webusb/port-suite.test.ts. */
const needsLineErrors = [
  'reading: break received',
  'reading: parity error received',
  'reading: bytes before and after a break are kept',
  'reading: the writable does not mind an error of the readable',
  'reading: close after an error, with nobody asking for the new readable',
]

/** What these chips do otherwise; docs/serial-differences.md has the reasons. */
const differences: Record<string, Partial<Record<string, Seen>>> = {
  // Its reset, which Linux does at each opening, releases the lines that are released.
  ft: {
    'lines: opening raises both lines, closing lowers them': {
      opened: ['D0R0', 'D1R1'],
      closed: ['D0R0'],
    },
  },
}

const cases = Object.entries(portSuite).filter(([name]) => !needsLineErrors.includes(name))

describe.each(kinds)('%s', (kind) => {
  it.each(cases)('%s', async (name, run) => {
    const cable = new UsbCable({ kind })
    try {
      const seen = comparable(await run(await cable.rig()))
      expect(seen).toEqual(differences[kind.slice(0, 2)]?.[name] ?? expectedOf(name))
      expect(cable.usb.unknownRequests).toEqual([])
    } finally {
      cable.dispose()
    }
  })
})

/** The recording has the ids of a CH340, and the rates that were asked for. */
function comparable(seen: Seen): unknown {
  return JSON.parse(JSON.stringify(seen), (key, value: unknown) => {
    if (key === 'info') return '{"usbProductId":29987,"usbVendorId":6790}'
    return typeof value === 'number' ? nominal(value) : value
  })
}

/** A divisor meets 74,880 baud within 2.6 %, and the others much better. */
const nominal = (value: number) =>
  [74_880, 115_200, 460_800].find((rate) => Math.abs(value / rate - 1) < 0.026) ?? value
