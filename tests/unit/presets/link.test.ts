/** A preset in an address: what a link looks like, and what a bad one is told. */
import { expect, test } from 'vitest'
import { defaultPresets } from '../../../src/presets/defaults'
import { fragmentToPreset, presetToFragment } from '../../../src/presets/link'
import { isPresetFragment } from '../../../src/presets/link-fragment'

const [preset] = defaultPresets()
const code = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    return (error as { code?: string }).code
  }
}
const encode = (data: unknown, version = 1) =>
  `#preset=${version}.${Buffer.from(JSON.stringify(data)).toString('base64url')}`

test('a link is a fragment, never a query, and has no more than 700 characters', () => {
  const fragment = presetToFragment(preset!)
  expect(fragment).toMatch(/^#preset=1\.[\w-]+$/)
  expect(fragment.length).toBeLessThan(700)
  expect(isPresetFragment(fragment)).toBe(true)
  expect(isPresetFragment('#console')).toBe(false)
})

test('a link that was made by hand, with base64url of Node, is understood', () => {
  const shared = { ...preset!, id: undefined, name: 'Für Zoë 🌱' }
  expect(fragmentToPreset(encode(shared)).name).toBe('Für Zoë 🌱')
})

test('whoever opens a link gets a preset with an id of their own', () => {
  const fragment = presetToFragment(preset!)
  expect(fragmentToPreset(fragment).id).not.toBe(preset!.id)
  expect(fragmentToPreset(fragment).id).not.toBe(fragmentToPreset(fragment).id)
})

test('a link cannot choose the id, and so cannot replace a preset', () => {
  expect(fragmentToPreset(encode({ ...preset!, id: 'chosen' })).id).not.toBe('chosen')
})

test.each([
  ['cut off', presetToFragment(preset!).slice(0, -9), 'link-damaged'],
  ['not base64', '#preset=1.%%%%', 'link-damaged'],
  [
    'not UTF-8',
    `#preset=1.${Buffer.from([0x22, 0xff, 0x22]).toString('base64url')}`,
    'link-damaged',
  ],
  ['empty', '#preset=', 'link-damaged'],
  ['without a version', '#preset=abc', 'link-damaged'],
  ['too long', `#preset=1.${'A'.repeat(5000)}`, 'link-too-big'],
  ['of a newer page', encode(preset!, 2), 'link-newer'],
  ['with a newer preset inside', encode({ ...preset!, version: 2, extra: [] }), 'link-newer'],
  ['with something else inside', encode({ hello: 1 }), 'preset-invalid'],
  ['with null inside', encode(null), 'preset-invalid'],
  ['with an array inside', encode([preset!]), 'preset-invalid'],
  ['with an extra field', encode({ ...preset!, password: 'x' }), 'preset-invalid'],
  [
    'with text that runs backwards',
    encode({ ...preset!, name: 'safe\u202eelif' }),
    'preset-invalid',
  ],
  [
    'with a network name of 33 bytes',
    encode({ ...preset!, portal: { ...preset!.portal, accessPointName: 'ü'.repeat(16) + 'x' } }),
    'preset-invalid',
  ],
])('a link %s is refused with its own words', (_what, fragment, expected) => {
  expect(code(() => fragmentToPreset(fragment))).toBe(expected)
})

test('a preset that does not fit into a link says so', () => {
  const firmware = { source: 'file' as const, name: '𝕏'.repeat(1000) }
  expect(code(() => presetToFragment({ ...preset!, firmware }))).toBe('link-too-big')
})
