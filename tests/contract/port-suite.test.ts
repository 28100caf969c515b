/**
 * What src/ relies on from a SerialPort, on the virtual ones. The expectations were recorded from the
 * browsers' own ports (tests/web-serial/port-suite.spec.ts, tests/web-serial/firefox/): a difference is a bug of the
 * virtual port.
 */
import { describe, expect, it } from 'vitest'
import { portSuite } from './port-suite'
import type { PortCase, Seen } from './port-suite/case'
import { recordOf } from './port-suite/expected'
import { inWords } from './port-suite/seeing'
import { VirtualCable } from './port-suite/virtual-cable'

/** Cases need a few turns of the event loop; what waits for an error that never comes needs no longer wait. */
const hungTurns = 200

/** As a page sees a case: what it returned or threw, or that nothing more happened. */
async function outcomeOf(run: PortCase, cable: VirtualCable): Promise<Seen> {
  const seen = run(cable.rig()).catch((error: unknown) => ({ threw: inWords(error) }))
  const hung = (async () => {
    for (let turn = 0; turn < hungTurns; turn++) await cable.settled()
    return { hung: true }
  })()
  return Promise.race([seen, hung])
}

describe.each(['chromium', 'firefox'] as const)('in the manner of %s', (browser) => {
  const { expectedOf } = recordOf(browser)
  it.each(Object.entries(portSuite))('%s', async (name, run) => {
    const cable = new VirtualCable(browser)
    try {
      expect(await outcomeOf(run, cable)).toEqual(expectedOf(name))
    } finally {
      cable.dispose()
    }
  })
})
