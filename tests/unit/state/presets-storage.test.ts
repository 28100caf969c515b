/** Storage that is damaged, blocked, silent, or written by a newer version of the page. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { memoryStore, type KeyValueStore } from '../../../src/presets/key-value-store'
import { newPreset } from '../../../src/presets/defaults'
import { PresetStore } from '../../../src/presets/preset-store'
import { Presets } from '../../../src/state/presets.svelte'
import { Settings } from '../../../src/state/settings.svelte'
import { names, open, presets, store, stored } from './presets-page'

beforeEach(() => open())
afterEach(() => void vi.useRealTimers())

const blocked: KeyValueStore = {
  transact: () => Promise.reject(new DOMException('no', 'SecurityError')),
}

test('damaged storage is reported once, and its content can be downloaded', async () => {
  await open(memoryStore({ presets: { version: 1, presets: [{ name: 'half' }] } }))
  expect(presets.problem?.code).toBe('storage-damaged')
  expect(await presets.rescued()).toContain('half')
  presets.dismissProblem()
  expect(presets.problem).toBeUndefined()
})

test('blocked storage: everything works in memory, and the page says so', async () => {
  await open(blocked)
  expect(presets.problem?.code).toBe('storage-blocked')
  await presets.save({ ...newPreset(), name: 'Mine' })
  expect(names()).toEqual(['Wemos D1 Mini, captive portal', 'Mine'])
  await presets.remove(presets.selected!)
  expect(names()).toEqual(['Wemos D1 Mini, captive portal'])
})

test('storage that never answers counts as blocked after three seconds', async () => {
  vi.useFakeTimers()
  const settings = new Settings(memoryStore())
  const presets = new Presets(new PresetStore({ transact: () => new Promise(() => {}) }), settings)
  const loading = presets.load()
  await vi.advanceTimersByTimeAsync(2900)
  expect(presets.loaded).toBe(false)
  await vi.advanceTimersByTimeAsync(200)
  await loading
  expect(presets.problem?.code).toBe('storage-blocked')
  expect(presets.all).toHaveLength(1)
})

test('storage that breaks later loses nothing of the list', async () => {
  let broken = false
  const inner = memoryStore()
  await open({ transact: (work) => (broken ? blocked.transact(work) : inner.transact(work)) })
  await presets.save({ ...newPreset(), name: 'Before' })
  broken = true
  await presets.save({ ...newPreset(), name: 'After' })
  expect(names()).toEqual(['Wemos D1 Mini, captive portal', 'Before', 'After'])
  expect(presets.problem?.code).toBe('storage-blocked')
})

test('a newer page’s list: this one works in memory, says so, exports it and leaves it alone', async () => {
  const newer = { version: 2, presets: [newPreset(), { kind: 'new' }], folders: [] }
  await open(memoryStore({ presets: newer }))
  expect([presets.problem?.code, presets.readOnly]).toEqual(['storage-newer', true])
  await presets.save({ ...newPreset(), name: 'Mine' })
  await presets.remove(presets.all[0]!)
  expect(names()).toEqual(['Mine'])
  expect(await stored('presets')).toEqual(newer)
  expect(JSON.parse((await presets.rescued())!)).toMatchObject({
    version: 2,
    presets: newer.presets,
  })
})

test('a list that becomes a newer page’s under our hands is not written any more', async () => {
  const newer = { version: 2, presets: [] }
  await store.transact(async (transaction) => transaction.write('presets', newer))
  await presets.save({ ...newPreset(), name: 'Mine' })
  expect(await stored('presets')).toEqual(newer)
  expect(presets.problem?.code).toBe('storage-newer')
  expect(names()).toContain('Mine')
})

test('export and import keep the fields of a newer page’s preset', async () => {
  const newer = { ...newPreset(), id: 'n1', colour: 'red' }
  await open(memoryStore({ presets: { version: 1, presets: [newPreset(), newer] } }))
  const file = await presets.exportAll()
  expect(JSON.parse(file).presets).toContainEqual(newer)
  await open(memoryStore())
  expect(await presets.importFile(file)).toBe(1)
  expect(await presets.importFile(file)).toBe(0)
  const { presets: all } = (await stored('presets')) as { presets: unknown[] }
  expect(all.filter((one) => (one as { id: string }).id === 'n1')).toEqual([newer])
})

test('settings of a newer page are not overwritten, and its fields stay', async () => {
  const newer = { version: 2, selectedPresetId: 'a', theme: 'dark' }
  await open(memoryStore({ settings: newer }))
  await presets.select(presets.all[0]!.id)
  expect(await stored('settings')).toEqual(newer)
  await open(memoryStore({ settings: { version: 1, theme: 'dark' } }))
  await presets.select('b')
  expect(await stored('settings')).toEqual({ version: 1, theme: 'dark', selectedPresetId: 'b' })
})
