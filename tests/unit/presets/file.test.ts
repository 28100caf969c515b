/** Presets as a file: out, in again, and the wrong file. */
import { expect, test } from 'vitest'
import { defaultPresets, duplicateOf, newPreset } from '../../../src/presets/defaults'
import { fileToPresets, presetsToFile } from '../../../src/presets/file'
import { presetEffects } from '../../../src/presets/preset-effects'

test('what was exported is imported unchanged', () => {
  const presets = [...defaultPresets(), newPreset('esp-01'), duplicateOf(newPreset())]
  expect(fileToPresets(presetsToFile(presets))).toEqual(presets)
})

test.each([
  ['not JSON', 'hello', 'preset-invalid'],
  ['another JSON file', '{"name":"package"}', 'preset-invalid'],
  ['of a newer page', '{"format":"portal-flasher-presets","version":2,"presets":[]}', 'link-newer'],
  ['too large', ' '.repeat(1_000_001), 'preset-invalid'],
  [
    'with one bad preset',
    JSON.stringify({
      format: 'portal-flasher-presets',
      version: 1,
      presets: [...defaultPresets(), { name: 'x' }],
    }),
    'preset-invalid',
  ],
])('a file that is %s is refused as a whole', (_what, text, code) => {
  expect(() => fileToPresets(text)).toThrowError(expect.objectContaining({ code }))
})

test('the words of a preset say what it would erase and which network it opens', () => {
  const preset = newPreset()
  expect(presetEffects(preset)[0]).toContain('Other files on it stay')
  const harsh = {
    ...preset,
    flash: { ...preset.flash, eraseAll: true },
    portal: { ...preset.portal, accessPointName: 'Lab 3' },
  }
  expect(presetEffects(harsh)[0]).toContain('Erases everything')
  expect(presetEffects(harsh).join('\n')).toContain('“Lab 3”')
})
