/** Two tabs on one storage: the later change counts, the other one is not lost. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PresetStore } from '../../../src/presets/preset-store'
import { Presets } from '../../../src/state/presets.svelte'
import { Settings } from '../../../src/state/settings.svelte'
import { names, open, otherTab, presets, store } from './presets-page'

beforeEach(() => open())
afterEach(() => void vi.useRealTimers())

test('a preset that another tab deleted meanwhile is saved all the same', async () => {
  const mine = presets.selected!
  await new PresetStore(store).change(() => [])
  await presets.save({ ...mine, name: 'Edited' })
  expect(names()).toEqual(['Edited'])
})

test('two tabs edit the same preset: the later one counts, and the other version stays as a copy', async () => {
  const tab = await otherTab()
  const [before] = presets.all
  await tab.save({ ...before!, name: 'From the other tab' })
  await presets.save({ ...before!, name: 'From here' })
  expect(names()).toEqual(['From here', 'From the other tab (other tab)'])
  expect(presets.otherTabsVersion?.name).toBe('From the other tab (other tab)')
  presets.dismissOtherTabsVersion()
  expect(presets.otherTabsVersion).toBeUndefined()
})

test('also if this tab was notified of the other change while its form was open', async () => {
  const tab = await otherTab()
  const [before] = presets.all
  await tab.save({ ...before!, name: 'There' })
  await presets.load()
  await presets.save({ ...before!, name: 'Here' }, before)
  expect(names()).toEqual(['Here', 'There (other tab)'])
})

test('no copy is made where both tabs say the same, or only one has changed anything', async () => {
  const tab = await otherTab()
  const edited = { ...presets.all[0]!, name: 'Same' }
  await tab.save(edited)
  await presets.save(edited)
  await presets.save({ ...edited, name: 'Again' })
  expect(names()).toEqual(['Again'])
  expect(presets.otherTabsVersion).toBeUndefined()
})

test('while another tab holds the storage the page says that it waits, and not for ever', async () => {
  vi.useFakeTimers()
  let release!: () => void
  void store.transact(() => new Promise<void>((resolve) => (release = resolve)))
  const presets = new Presets(new PresetStore(store), new Settings(store))
  const loading = presets.load()
  await vi.advanceTimersByTimeAsync(300)
  expect(presets.waiting).toBe(false)
  await vi.advanceTimersByTimeAsync(200)
  expect(presets.waiting).toBe(true)
  release()
  await loading
  expect([presets.waiting, presets.loaded, presets.problem]).toEqual([false, true, undefined])
})
