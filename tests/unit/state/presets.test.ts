/** The list on the page: selecting, saving, duplicating; nothing gets lost by clicking. */
import { beforeEach, expect, test } from 'vitest'
import { defaultPresets, newPreset } from '../../../src/presets/defaults'
import { names, open, presets, store } from './presets-page'

beforeEach(() => open())

test('the first preset is selected on the first visit', () => {
  expect(presets.selected?.name).toBe('Wemos D1 Mini, captive portal')
  expect(presets.problem).toBeUndefined()
})

test('a new preset is selected, and still is after a reload', async () => {
  const mine = { ...newPreset(), name: 'Mine' }
  await presets.save(mine)
  expect(presets.selected).toEqual(mine)
  await open(store)
  expect(presets.selected).toEqual(mine)
})

test('saving again replaces', async () => {
  const [first] = presets.all
  await presets.save({ ...first!, name: 'Renamed' })
  expect(names()).toEqual(['Renamed'])
})

test('a duplicate has a name of its own', async () => {
  const copy = await presets.duplicate(presets.selected!)
  expect(copy.name).toBe('Wemos D1 Mini, captive portal (copy)')
  expect(copy.id).not.toBe(defaultPresets()[0]!.id)
  expect(presets.selected).toEqual(copy)
})

test('an empty list can get its first preset back', async () => {
  await presets.remove(presets.selected!)
  expect(presets.selected).toBeUndefined()
  await presets.restoreDefaults()
  expect(presets.all).toEqual(defaultPresets())
})
