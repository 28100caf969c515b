/** Deleted presets come back: at once, and for a day. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newPreset } from '../../../src/presets/defaults'
import { names, open, presets, store, stored } from './presets-page'

beforeEach(() => open())
afterEach(() => void vi.useRealTimers())

test('what was deleted comes back to its place', async () => {
  await presets.save({ ...newPreset(), name: 'B' })
  await presets.save({ ...newPreset(), name: 'C' })
  const before = [...presets.all]
  await presets.remove(before[1]!)
  expect(presets.deleted).toEqual(before[1])
  expect(presets.all).toHaveLength(2)
  await presets.undoRemove()
  expect(presets.all).toEqual(before)
  expect(presets.deleted).toBeUndefined()
})

test('deleting the selected preset selects another', async () => {
  await presets.save({ ...newPreset(), name: 'B' })
  await presets.remove(presets.selected!)
  expect(presets.selected?.name).toBe('Wemos D1 Mini, captive portal')
})

test('every delete can be undone, also after a reload within the day', async () => {
  vi.useFakeTimers({ now: 1_800_000_000_000, toFake: ['Date'] })
  for (const name of ['B', 'C', 'D']) await presets.save({ ...newPreset(), name })
  for (const name of ['B', 'D']) await presets.remove(presets.all.find((one) => one.name === name)!)
  expect(presets.deleted?.name).toBe('D')
  expect(presets.recentlyDeleted.map(({ item }) => item.name)).toEqual(['B'])
  await open(store)
  vi.setSystemTime(Date.now() + 23 * 60 * 60 * 1000)
  await presets.load()
  expect(presets.deleted).toBeUndefined()
  expect(presets.recentlyDeleted.map(({ item }) => item.name)).toEqual(['D', 'B'])
  await presets.restore(presets.recentlyDeleted[1]!.item.id)
  expect(names()).toEqual(['Wemos D1 Mini, captive portal', 'B', 'C'])
  expect(presets.selected?.name).toBe('B')
  vi.setSystemTime(Date.now() + 2 * 60 * 60 * 1000)
  await presets.load()
  expect(presets.recentlyDeleted).toEqual([])
})

test('what was deleted is kept in a bounded number', async () => {
  for (let turn = 0; turn < 60; turn++) {
    await presets.save({ ...newPreset(), name: `P${turn}` })
    await presets.remove(presets.selected!)
  }
  const trash = (await stored('deleted-presets')) as { items: unknown[] }
  expect(trash.items).toHaveLength(50)
})

test('what was deleted comes back beside a preset that has its id by now', async () => {
  const [first] = presets.all
  await presets.remove(first!)
  await presets.save({ ...first!, name: 'New' })
  await presets.undoRemove()
  expect(names()).toEqual(['Wemos D1 Mini, captive portal', 'New'])
  expect(new Set(presets.all.map(({ id }) => id)).size).toBe(2)
})
