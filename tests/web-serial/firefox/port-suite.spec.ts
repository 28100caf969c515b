/**
 * What src/ relies on from a SerialPort, on Firefox's own. RECORD=1 writes what it shows to
 * tests/golden/web-serial-firefox.json, which the virtual port in Firefox's manner is held to.
 */
import { portSuite } from '../../contract/port-suite'
import { recordOf } from '../../contract/port-suite/expected'
import { expect, test } from './wire-fixtures'

test.use({ trace: 'off', screenshot: 'off' })

const { expectedOf, record } = recordOf('firefox')

/** Those that wait for an error of the line wait for ever. No other case takes so long, on a noisy machine either. */
const hungMs = { expected: 1500, unexpected: 20_000, recording: 5000 }

/** What Firefox does at other times: whether a cancel keeps bytes depends on how far they have come by then. */
const alsoSeen: Record<string, string> = {
  'reading: cancel throws away what nobody has read': '[4]',
}

function hungMsOf(name: string): number {
  if (process.env.RECORD) return hungMs.recording
  return JSON.stringify(expectedOf(name)) === '{"hung":true}' ? hungMs.expected : hungMs.unexpected
}

for (const name of Object.keys(portSuite)) {
  test(name, async ({ onPort, rig }) => {
    const seen = await onPort(name, hungMsOf(name))
    if (record(`Firefox ${rig.firefox.version}`, name, seen)) return
    if (JSON.stringify(seen) === alsoSeen[name]) return
    expect(seen).toEqual(expectedOf(name))
  })
}
