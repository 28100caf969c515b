/** Tags: bounded and cleaned like names, and at home in this browser alone. */
import { expect, test } from 'vitest'
import { newPreset } from '../../../src/presets/defaults'
import { fileToPresets, presetsToFile } from '../../../src/presets/file'
import { fragmentToPreset, presetToFragment } from '../../../src/presets/link'
import { unknownTo } from '../../../src/presets/merge'
import { isNewerPreset, parsePreset } from '../../../src/presets/parse'
import { sameAs } from '../../../src/presets/same-content'
import type { Preset } from '../../../src/presets/schema'
import { tagsIn, tagsText } from '../../../src/presets/tags'

const tagged = (...tags: string[]): Preset => ({ ...newPreset(), tags })

const linkWith = (extra: object) => {
  const body = Buffer.from(JSON.stringify({ ...newPreset(), id: undefined, ...extra }))
  return `#preset=1.${body.toString('base64url')}`
}

test('a preset without tags is written as it always was', () => {
  expect(parsePreset(newPreset())).not.toHaveProperty('tags')
  expect(isNewerPreset(newPreset())).toBe(false)
})

test('a link carries no tags, and those of a foreign link are not taken', () => {
  const back = fragmentToPreset(presetToFragment(tagged('porch')))
  expect(back).not.toHaveProperty('tags')
  const flood = Array.from({ length: 100 }, () => '\u202eevil')
  expect(fragmentToPreset(linkWith({ tags: flood }))).not.toHaveProperty('tags')
})

test('a file keeps them', () => {
  const preset = tagged('porch', 'lab 3')
  expect(fileToPresets(presetsToFile([preset]))).toEqual([preset])
})

test.each([
  ['too many', Array.from({ length: 9 }, (_, index) => `t${index}`)],
  ['too long', ['x'.repeat(25)]],
  ['empty', [' ']],
  ['turning the line around', ['\u202eevil']],
  ['two in one', ['a,b']],
  ['no text', [7]],
])('%s: refused', (_what, tags) => {
  expect(() => parsePreset({ ...newPreset(), tags })).toThrow()
})

test('spaces and twins are cleaned like names', () => {
  const { tags } = parsePreset({ ...newPreset(), tags: [' Lab  3 ', 'lab 3', 'Porch'] })
  expect(tags).toEqual(['Lab 3', 'Porch'])
})

test('what is typed with commas, and back', () => {
  expect(tagsIn(' porch, ,lab 3,')).toEqual(['porch', 'lab 3'])
  expect(tagsText(['porch', 'lab 3'])).toBe('porch, lab 3')
  expect(tagsIn('x,'.repeat(5000)).length).toBeLessThanOrEqual(50)
})

test('tags do not make another preset of it', () => {
  const preset = newPreset()
  const own = { ...preset, tags: ['porch'] }
  expect(sameAs(preset, [own])).toBe(own)
  expect(unknownTo([own], [preset])).toEqual([])
})
