/**
 * What src/ relies on from a SerialPort, on Chromium's own. RECORD=1 writes what it shows to
 * tests/golden/web-serial.json, which tests/contract/port-suite.test.ts holds the virtual port to.
 */
import { portSuite } from '../contract/port-suite'
import { recordOf } from '../contract/port-suite/expected'
import { expect, test } from './wire-fixtures'

const { expectedOf, record } = recordOf('chromium')

test.use({ trace: 'off', screenshot: 'off' })

for (const name of Object.keys(portSuite)) {
  test(name, async ({ onPort, browser }) => {
    const seen = await onPort(name)
    if (!record(`Chromium ${browser.version()}`, name, seen)) expect(seen).toEqual(expectedOf(name))
  })
}
