/** Password, opening and address of a preset: what is accepted, what stays as it was, and what is told of it. */
import { describe, expect, it, test } from 'vitest'
import { newPreset } from '../../../src/presets/defaults'
import { exportedFile } from '../../../src/presets/file'
import { fragmentToPreset, presetToFragment } from '../../../src/presets/link'
import { newPassword } from '../../../src/presets/new-password'
import { parsePreset } from '../../../src/presets/parse'
import { presetEffects } from '../../../src/presets/preset-effects'
import { contentOf } from '../../../src/presets/same-content'
import type { Preset } from '../../../src/presets/schema'
import { stationProblems } from '../../../src/presets/station'
import { carriesPassword } from '../../../src/presets/without-password'

const plain = newPreset()
const withPortal = (portal: object) => ({ ...plain, portal: { ...plain.portal, ...portal } })
const accepts = (portal: object) => {
  try {
    parsePreset(withPortal(portal))
    return true
  } catch {
    return false
  }
}
const secret = 'correct-horse-7'
const shared = parsePreset(withPortal({ password: { is: 'shared', text: secret } }))

test('a preset of before is the same as ever, whoever reads it', () => {
  expect(contentOf(parsePreset(JSON.parse(JSON.stringify(plain))))).toBe(contentOf(plain))
})

test.each([
  [true, { password: { is: 'own' } }],
  [true, { password: { is: 'shared', text: '12345678' } }],
  [true, { password: { is: 'shared', text: ' ~'.repeat(31) + '!' } }],
  [false, { password: { is: 'shared', text: '1234567' } }],
  [false, { password: { is: 'shared', text: 'x'.repeat(64) } }],
  [false, { password: { is: 'shared', text: 'motdépasse' } }],
  [false, { password: { is: 'shared', text: 'tab\there12' } }],
  [false, { password: 'correct-horse-7' }],
  [true, { opens: { button: 0 } }],
  [true, { opens: { button: 14, powerCycles: 10 } }],
  [false, { opens: {} }],
  [false, { opens: { button: 6 } }],
  [false, { opens: { button: 16 } }],
  [false, { opens: { powerCycles: 2 } }],
  [false, { opens: { powerCycles: 11 } }],
  [true, { closesAfter: 1 }],
  [true, { closesAfter: 1440 }],
  [false, { closesAfter: 0 }],
  [false, { closesAfter: 1.5 }],
  [false, { closesAfter: 1441 }],
  [false, { closesAfter: '5' }],
  [true, { station: { ip: '192.168.1.50', gateway: '192.168.1.1' } }],
  [false, { station: { ip: '192.168.1.50' } }],
  [false, { station: { ip: '192.168.4.50', gateway: '192.168.4.1' } }],
])('%s: %j', (expected, portal) => expect(accepts(portal)).toBe(expected))

describe('a fixed address', () => {
  const good = { ip: '192.168.1.50', gateway: '192.168.1.1' }
  const wrong = (change: object, accessPoint = '192.168.4.1') =>
    Object.keys(stationProblems({ ...good, ...change }, accessPoint))

  it.each([
    [[], {}],
    [[], { netmask: '255.255.255.0', dns: '9.9.9.9' }],
    [[], { ip: '10.1.2.3', gateway: '10.9.9.9', netmask: '255.0.0.0' }],
    [['ip'], { ip: '192.168.1' }],
    [['ip'], { ip: '192.168.1.256' }],
    [['ip'], { ip: '192.168.01.5' }],
    [['ip'], { ip: '192.168.1.0' }],
    [['ip'], { ip: '192.168.1.255' }],
    [['ip'], { ip: '127.0.0.1', gateway: '127.0.0.2' }],
    [['gateway'], { gateway: '192.168.1.255' }],
    [['gateway'], { gateway: '192.168.2.1' }],
    [['gateway'], { gateway: '192.168.1.50' }],
    [['gateway'], { gateway: '' }],
    [['netmask'], { netmask: '255.0.255.0' }],
    [['netmask'], { netmask: '255.255.255.255' }],
    [['netmask'], { netmask: '0.0.0.0' }],
    [['dns'], { dns: '224.0.0.1' }],
  ])('%j: %j', (fields, change) => {
    const found = wrong(change).filter((name) => name === fields[0] || fields.length === 0)
    expect(found).toEqual(fields)
  })

  it('is not in the board’s own network', () => {
    expect(wrong({}, '192.168.1.1')).toEqual(['ip'])
    expect(wrong({ netmask: '255.255.0.0' }, '192.168.4.1')).toEqual(['ip'])
  })
})

describe('a password for all boards', () => {
  const carried = (fragment: string) =>
    Buffer.from(fragment.split('.')[1] ?? '', 'base64url').toString()

  it('is in no link unless somebody insists; each board then gets one of its own', () => {
    const fragment = presetToFragment(shared)
    expect(carried(fragment)).not.toContain(secret)
    expect(fragmentToPreset(fragment).portal.password).toEqual({ is: 'own' })
  })

  it('is in a link where somebody insists, and the review shows it', () => {
    const opened = fragmentToPreset(presetToFragment(shared, { withPassword: true }))
    expect(opened.portal.password).toEqual({ is: 'shared', text: secret })
    expect(presetEffects(opened).join(' ')).toContain(`“${secret}”`)
  })

  it('is in no exported file unless it is asked for', () => {
    expect(exportedFile([shared], [])).not.toContain(secret)
    expect(exportedFile([shared], [], true)).toContain(secret)
  })

  it.each([
    ['with a field that this page does not know', { is: 'shared', text: secret }],
    ['in a form that this page does not know', { is: 'per-floor', texts: [secret] }],
    ['as a text', secret],
  ])('nor in a newer page’s preset there: %s', (_, password) => {
    const newer = { ...withPortal({ password, somethingNew: 1 }), version: 2 }
    expect(carriesPassword(newer)).toBe(true)
    const without = exportedFile([], [newer, 'no preset'])
    expect(without).not.toContain(secret)
    const own = { ...newer, portal: { ...newer.portal, password: { is: 'own' } } }
    expect(JSON.parse(without)).toMatchObject({ presets: [own, 'no preset'] })
    expect(exportedFile([], [newer], true)).toContain(secret)
  })
})

test('travels as a wish where each board has its own', () => {
  const own: Preset = parsePreset(withPortal({ password: { is: 'own' } }))
  expect(fragmentToPreset(presetToFragment(own)).portal).toEqual(own.portal)
  expect(presetEffects(own).join(' ')).toContain('another one for each board')
})

test('the review names what opens the access point, when it closes, and the address', () => {
  const station = { ip: '192.168.1.50', gateway: '192.168.1.1' }
  const preset = withPortal({ opens: { button: 14, powerCycles: 5 }, closesAfter: 10, station })
  const words = presetEffects(parsePreset(preset)).join(' ')
  for (const part of ['GPIO 14', '5 quick starts', 'after 10 minutes', '192.168.1.50'])
    expect(words).toContain(part)
})

test('the review names router, DNS server and netmask of a fixed address where they say something', () => {
  const effectsOf = (more: object) => {
    const station = { ip: '192.168.1.50', gateway: '192.168.1.66', ...more }
    return presetEffects(parsePreset(withPortal({ station }))).join('\n')
  }
  const odd = effectsOf({ dns: '6.6.6.6', netmask: '255.255.255.128' })
  for (const part of ['192.168.1.66', 'DNS server 6.6.6.6', '255.255.255.128'])
    expect(odd).toContain(part)
  const usual = effectsOf({ dns: '192.168.1.66', netmask: '255.255.255.0' })
  expect(usual).toBe(effectsOf({}))
  expect(usual).not.toMatch(/DNS|netmask/)
})

describe('a new password', () => {
  it('has 12 characters without look-alikes, another one each time', () => {
    const made = Array.from({ length: 200 }, () => newPassword())
    expect(new Set(made).size).toBe(200)
    for (const password of made) expect(password).toMatch(/^[a-hj-km-np-z2-9]{12}$/)
  })

  it('takes no byte that would make some characters likelier', () => {
    const bytes = [248, 255, 0, ...Array.from({ length: 10 }, () => 247)]
    expect(newPassword((into) => into.set(bytes))).toBe(`a${'9'.repeat(10)}a`)
  })

  it.each(['22december23', '23456789e234', '234567892345', 'september234', '2abcdefghjkm'])(
    'is not %s, which may be something else in a spreadsheet',
    (first) => {
      const characters = 'abcdefghjkmnpqrstuvwxyz23456789'
      const draws = [first, 'k7mf2xqa9bcd']
      const made = newPassword((into) =>
        into.set([...draws.shift()!].map((one) => characters.indexOf(one))),
      )
      expect(made).toBe('k7mf2xqa9bcd')
    },
  )
})
