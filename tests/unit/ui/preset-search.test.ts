/** Finding a preset among many. */
import { expect, test } from 'vitest'
import { newPreset } from '../../../src/presets/defaults'
import type { Preset } from '../../../src/presets/schema'
import { found, tagsOf } from '../../../src/ui/presets/preset-search'

const preset = (name: string, more: Partial<Preset> = {}): Preset => ({
  ...newPreset('esp-01'),
  name,
  ...more,
})
const blink = { name: 'blink', files: [{ name: 'blink.py', sha256: 'a'.repeat(64) }] }
const all = [
  preset('Büro', { tags: ['Lab 3'] }),
  preset('Porch lamp', { app: blink, tags: ['home', 'lab 3'] }),
  preset('Door', { board: 'nodemcu' }),
]
const names = (text: string, tag?: string) => found(all, { text, tag }).map(({ name }) => name)

test.each([
  ['', ['Büro', 'Porch lamp', 'Door']],
  ['buro', ['Büro']],
  ['BLINK', ['Porch lamp']],
  ['node', ['Door']],
  ['lab 3', ['Büro', 'Porch lamp']],
  ['lab lamp', ['Porch lamp']],
  ['lamp door', []],
])('%j', (text, expected) => expect(names(text)).toEqual(expected))

test('a tag narrows further, however it is written', () => {
  expect(names('', 'lab 3')).toEqual(['Büro', 'Porch lamp'])
  expect(names('porch', 'Lab 3')).toEqual(['Porch lamp'])
})

test('each tag is offered once', () => expect(tagsOf(all)).toEqual(['home', 'Lab 3']))
