/** The port over WebUSB behaves as Chromium's own in every case, whatever the chip; the recordings are Chromium's. */
import { expect, it } from 'vitest'
import { portSuite } from '../../../contract/port-suite'
import { expectedOf } from '../../../contract/port-suite/expected'
import { FakeCable } from './fake-cable'

/** The recording was made with a CH340's ids. */
const info = '{"usbProductId":29987,"usbVendorId":6790}'
const ours = '{"usbProductId":24577,"usbVendorId":1027}'

for (const [name, run] of Object.entries(portSuite)) {
  it(name, async () => {
    const seen = JSON.stringify(await run(await new FakeCable().rig()))
    const compared = seen.replace(JSON.stringify(ours), JSON.stringify(info))
    expect(JSON.parse(compared)).toEqual(expectedOf(name))
  })
}
