/** A second preset of a name gets a number, and the same one is not added twice under different numbers. */
import { expect, test } from 'vitest'
import { longestPresetName } from '../../../src/presets/basics'
import { newPreset } from '../../../src/presets/defaults'
import { unknownTo } from '../../../src/presets/merge'
import { isNumbered, namedApart } from '../../../src/presets/names'
import { parsePreset } from '../../../src/presets/parse'
import { sameAs } from '../../../src/presets/same-content'

const called = (name: string, hostname = '') => {
  const preset = newPreset()
  return { ...preset, name, portal: { ...preset.portal, hostname } }
}

test.each([
  [[], 'Workshop', 'Workshop'],
  [['Workshop'], 'Workshop', 'Workshop 2'],
  [['Workshop', 'Workshop 2'], 'Workshop', 'Workshop 3'],
  [['Workshop', 'Workshop 3'], 'Workshop', 'Workshop 2'],
  [['Workshop 2'], 'Workshop 2', 'Workshop 3'],
  [['Fair 2024'], 'Fair 2024', 'Fair 2024 2'],
  [['7'], '7', '7 2'],
  [['workshop'], 'Workshop', 'Workshop'],
])('beside %j, “%s” becomes “%s”', (names, name, expected) => {
  expect(
    namedApart(
      called(name),
      names.map((one) => called(one)),
    ).name,
  ).toBe(expected)
})

test('its own name is not taken', () => {
  const preset = called('Workshop')
  expect(namedApart(preset, [preset])).toBe(preset)
})

test('the longest name makes room for the number, and stays one that can be saved', () => {
  const name = 'x'.repeat(longestPresetName - 2) + '🙂'
  const { name: second, ...rest } = namedApart(called(name), [called(name)])
  expect(second).toBe(`${'x'.repeat(longestPresetName - 2)} 2`)
  expect(parsePreset({ ...rest, name: second }).name).toBe(second)
  expect(isNumbered(second, name)).toBe(true)
})

test('what was numbered when it came is known when it comes again', () => {
  const [own, shared] = [called('Workshop', 'one'), called('Workshop', 'two')]
  const kept = { ...namedApart(shared, [own]), id: 'another' }
  expect(kept.name).toBe('Workshop 2')
  expect(sameAs(shared, [own, kept])).toBe(kept)
  expect(unknownTo([own, kept], [shared])).toEqual([])
  expect(sameAs(shared, [kept]), 'nothing took its name').toBeUndefined()
  expect(sameAs(called('Workshop', 'three'), [own, kept])).toBeUndefined()
})

test('a file with two of a name: both come, told apart', () => {
  const added = unknownTo([called('A', 'x')], [called('A', 'y'), called('A', 'z')])
  expect(added.map(({ name }) => name)).toEqual(['A 2', 'A 3'])
})
