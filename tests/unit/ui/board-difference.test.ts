/** What of a preset is not as on the board. */
import { expect, test } from 'vitest'
import { newPreset } from '../../../src/presets/defaults'
import type { Preset } from '../../../src/presets/schema'
import { portalSettingsPath } from '../../../src/provision/files/paths'
import type { Files, Survey } from '../../../src/provision/survey/found'
import { differenceWords } from '../../../src/ui/presets/board-difference'

const settings = { essid: 'Lamp', ap_ip: '192.168.4.1', app: 'blink' }
const blink = { name: 'blink', files: [{ name: 'blink.py', sha256: 'a'.repeat(64) }] }
const lamp: Preset = {
  ...newPreset(),
  portal: { ...newPreset().portal, accessPointName: 'Lamp' },
  app: blink,
}

const boardWith = (text: string, version?: string): Survey => {
  const files: Files = new Map([[portalSettingsPath, { type: 'file', bytes: Buffer.from(text) }]])
  return {
    firmware: { kind: 'micropython', version },
    filesystem: { kind: 'littlefs', files },
  } as unknown as Survey
}
const board = (extra: object = {}, version?: string) =>
  boardWith(JSON.stringify({ ...settings, ...extra }), version)

test('the same', () => expect(differenceWords(lamp, board())).toBe('Same settings as on the board'))

test.each([
  [{ essid: 'Door' }, 'access point name'],
  [{ app: undefined }, 'app'],
  [{ essid: undefined, hostname: 'x' }, 'access point name, name in the home network'],
  [{ ap_ip: '4.3.2.1' }, 'access point address'],
  [{ fields: [{ label: 'A', name: 'a', type: 'text' }] }, 'extra fields'],
])('%j', (extra, what) =>
  expect(differenceWords(lamp, board(extra))).toBe(`Not as on the board: ${what}`),
)

const trusting = (portal: Partial<Preset['portal']>): Preset => ({
  ...lamp,
  portal: { ...lamp.portal, ...portal },
})
const station = { ip: '192.168.1.50', gateway: '192.168.1.1' }

test.each([
  [{ password: { is: 'shared', text: 'correct-horse-7' } }, {}, 'password of the set-up Wi-Fi'],
  [{}, { ap_password: 'correct-horse-7' }, 'password of the set-up Wi-Fi'],
  [{ opens: { button: 0 } }, { button: 14 }, 'what opens the set-up Wi-Fi'],
  [{ closesAfter: 5 }, { timeout: 60 }, 'when the set-up Wi-Fi closes'],
  [{ station }, {}, 'fixed address'],
] as const)('%j beside %j', (portal, extra, what) =>
  expect(differenceWords(trusting(portal), board(extra))).toBe(`Not as on the board: ${what}`),
)

test('what is the same is no difference, and no password is shown', () => {
  const preset = trusting({
    password: { is: 'own' },
    opens: { button: 0, powerCycles: 5 },
    closesAfter: 5,
    station,
  })
  const written = { ap_password: 'k7mf2xqa', button: 0, power_cycles: 5, timeout: 300, station }
  const isOwn = (password: string) => password === 'k7mf2xqa'
  expect(differenceWords(preset, board(written), isOwn)).toMatch(/^Same/)
  expect(differenceWords(preset, board(written))).not.toContain('k7mf2xqa')
})

test('fields are the same whether what is empty is written or not', () => {
  const field = { label: 'A', name: 'a', type: 'text' as const, default: '', pattern: '' }
  const preset = { ...lamp, portal: { ...lamp.portal, fields: [field] } }
  const written = { label: 'A', name: 'a', type: 'text' }
  expect(differenceWords(preset, board({ fields: [written] }))).toMatch(/^Same/)
})

test('another MicroPython counts where the preset wants a certain one', () => {
  const pinned = { source: 'catalogue', variant: 'auto', version: 'v1.26.0' } as const
  const wanted = { ...lamp, firmware: pinned }
  expect(differenceWords(wanted, board({}, 'v1.27.0'))).toMatch(/: MicroPython version$/)
  expect(differenceWords(wanted, board({}, 'v1.26.0'))).toMatch(/^Same/)
  expect(differenceWords(lamp, board({}, 'v1.27.0'))).toMatch(/^Same/)
})

test.each(['', 'no JSON', '{"essid": 7}', '{"app":"' + 'x'.repeat(20_000) + '"}'])(
  'a board whose settings cannot be read is not compared: %.20s',
  (text) => expect(differenceWords(lamp, boardWith(text))).toBeUndefined(),
)
