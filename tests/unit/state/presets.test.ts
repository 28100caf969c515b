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

test('a second preset of a name is numbered; those that have it already stay as they are', async () => {
  const called = (name: string, hostname: string) => {
    const preset = newPreset()
    return { ...preset, name, portal: { ...preset.portal, hostname } }
  }
  const shared = called('Workshop', 'two')
  await presets.save(called('Workshop', 'one'))
  await presets.addShared(shared)
  await presets.addShared(shared)
  expect(names().slice(1)).toEqual(['Workshop', 'Workshop 2'])

  const [first, workshop, second] = presets.all
  await presets.save({ ...first!, name: 'Workshop' })
  await presets.save({ ...second!, board: 'esp-01' })
  expect(names()).toEqual(['Workshop 3', 'Workshop', 'Workshop 2'])
  expect(await presets.duplicate(workshop!)).toMatchObject({ name: 'Workshop (copy)' })
  expect(await presets.duplicate(workshop!)).toEqual(presets.selected)
  expect(presets.selected?.name).toBe('Workshop (copy) 2')
})
