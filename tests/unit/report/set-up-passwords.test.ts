/** No report tells the password of a set-up network: neither of the preset, nor of what was asked for. */
import { expect, test } from 'vitest'
import { newPreset } from '../../../src/presets/defaults'
import { parsePreset } from '../../../src/presets/parse'
import { reportText } from '../../../src/report/report'
import { portalSettings } from '../../../src/state/portal-settings'
import { makeTraffic, reportFacts } from '../../support/report-facts'

const secret = 'k7mf2xqad9ph'
const plain = newPreset()
const station = { ip: '192.168.77.50', gateway: '192.168.77.1' }
const portal = { ...plain.portal, password: { is: 'shared', text: secret }, station }
const preset = parsePreset({ ...plain, portal })

test.each([true, false])('with names: %s', (names) => {
  const traffic = makeTraffic()
  traffic.note(`What somebody prints: ap_password ${secret}`)
  const asked = { portal: portalSettings(preset) }
  const report = reportText(reportFacts({ preset, asked, traffic, passwords: [secret] }), { names })
  expect(report).not.toContain(secret)
  const withoutTraffic = reportText(reportFacts({ preset, asked }), { names })
  expect(withoutTraffic, 'also where nobody covers it').not.toContain(secret)
})
