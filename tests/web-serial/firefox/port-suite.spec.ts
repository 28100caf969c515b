/**
 * What src/ relies on from a SerialPort, on Firefox's own. RECORD=1 writes what it shows to
 * tests/golden/web-serial-firefox.json, which the virtual port in Firefox's manner is held to.
 */
import { portSuite } from '../../contract/port-suite'
import type { Seen } from '../../contract/port-suite/case'
import { recordOf } from '../../contract/port-suite/expected'
import { expect, test } from './wire-fixtures'

test.use({ trace: 'off', screenshot: 'off' })

const { expectedOf, record } = recordOf('firefox')

/** Those that wait for an error of the line wait for ever. No other case takes so long, on a noisy machine either. */
const hungMs = { expected: 1500, unexpected: 20_000, recording: 5000 }

/**
 * What Firefox does at other times. How many bytes a cancel throws away depends on how far they have come by then,
 * and so does how many the first read brings; but they come in order, with none missing in between.
 */
const alsoSeen: Record<string, (seen: Seen) => boolean> = {
  'reading: cancel throws away what nobody has read': (seen) =>
    Array.isArray(seen) && seen.length > 0 && '1,2,3,4'.includes(seen.join()),
}

function hungMsOf(name: string): number {
  if (process.env.RECORD) return hungMs.recording
  return JSON.stringify(expectedOf(name)) === '{"hung":true}' ? hungMs.expected : hungMs.unexpected
}

for (const name of Object.keys(portSuite)) {
  test(name, async ({ onPort, rig }) => {
    const seen = await onPort(name, hungMsOf(name))
    if (record(`Firefox ${rig.firefox.version}`, name, seen)) return
    if (alsoSeen[name]?.(seen)) return
    expect(seen).toEqual(expectedOf(name))
  })
}
