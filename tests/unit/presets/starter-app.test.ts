import { describe, expect, it } from 'vitest'
import { defaultPresets } from '../../../src/presets/defaults'
import { fragmentToPreset, presetToFragment } from '../../../src/presets/link'
import { parsePreset } from '../../../src/presets/parse'
import type { PortalField } from '../../../src/presets/portal-field'
import { fieldsWith, referenceTo, type StarterApp } from '../../../src/presets/starter-app'
import { presetEffects } from '../../../src/presets/preset-effects'

const field = (name: string, type: PortalField['type'] = 'text'): PortalField => ({
  label: name,
  name,
  type,
  default: '',
  pattern: '',
})
const app = (name: string, ...fields: PortalField[]): StarterApp => ({
  name,
  title: name,
  description: name,
  memoryBytes: 1000,
  fields,
  files: [{ name: `${name}.py`, sha256: '0'.repeat(64) }],
})
const [preset] = defaultPresets()
const names = (fields: PortalField[]) => fields.map(({ name }) => name)

describe('a starter app in a preset', () => {
  it('is none in a preset from before there were any, and such a preset says nothing of it', () => {
    expect(parsePreset(JSON.parse(JSON.stringify(preset))).app).toBeUndefined()
    expect(presetEffects(preset!).join()).not.toContain('app')
  })

  it('goes along in a link, with the hash of each file, and is named before it is kept', () => {
    const chosen = { ...preset!, app: referenceTo(app('blink')) }
    const opened = fragmentToPreset(presetToFragment(chosen))
    expect(opened.app).toEqual(chosen.app)
    expect(presetEffects(opened)).toContain('Runs the app “blink” when it is connected.')
  })

  it.each([
    ['a name that is no module', { name: 'os; import x', files: [] }],
    [
      'a file outside its folder',
      { name: 'a', files: [{ name: '../a.py', sha256: '0'.repeat(64) }] },
    ],
    ['a hash that is none', { name: 'a', files: [{ name: 'a.py', sha256: 'x' }] }],
    ['no file of its name', { name: 'a', files: [{ name: 'b.py', sha256: '0'.repeat(64) }] }],
    ['content of its own', { ...referenceTo(app('a')), source: 'import os' }],
  ])('is refused with %s', (_what, reference) => {
    expect(() => parsePreset({ ...preset, app: reference })).toThrow(/app/)
  })
})

describe('fields of an app', () => {
  it('join those of the sign-in page, and leave with it', () => {
    const mine = [field('colour')]
    const with1 = fieldsWith(mine, undefined, app('one', field('key', 'password')))
    expect(names(with1)).toEqual(['colour', 'key'])
    const with2 = fieldsWith(with1, app('one', field('key', 'password')), app('two', field('id')))
    expect(names(with2)).toEqual(['colour', 'id'])
    expect(names(fieldsWith(with2, app('two', field('id')), undefined))).toEqual(['colour'])
  })

  it('must have names of their own, and room', () => {
    expect(() => fieldsWith([field('id')], undefined, app('a', field('id')))).toThrow(/“id”/)
    const eight = Array.from({ length: 8 }, (_, i) => field(`f${i}`))
    expect(() => fieldsWith(eight, undefined, app('a', field('id')))).toThrow(/room for 8/)
  })
})
