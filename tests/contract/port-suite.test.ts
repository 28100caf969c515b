/**
 * What src/ relies on from a SerialPort, on the virtual one. The expectations were recorded from
 * Chromium's own port (tests/web-serial/port-suite.spec.ts): a difference is a bug of the virtual port.
 */
import { expect, it } from 'vitest'
import { portSuite } from './port-suite'
import { expectedOf } from './port-suite/expected'
import { VirtualCable } from './port-suite/virtual-cable'

for (const [name, run] of Object.entries(portSuite)) {
  it(name, async () => {
    const cable = new VirtualCable()
    try {
      expect(await run(cable.rig())).toEqual(expectedOf(name))
    } finally {
      cable.dispose()
    }
  })
}
