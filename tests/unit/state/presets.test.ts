/** The list on the page: nothing gets lost by clicking, importing, or a browser that keeps nothing. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { memoryStore, type KeyValueStore } from '../../../src/presets/key-value-store'
import { defaultPresets, newPreset } from '../../../src/presets/defaults'
import { presetsToFile } from '../../../src/presets/file'
import { PresetStore } from '../../../src/presets/preset-store'
import { Presets } from '../../../src/state/presets.svelte'
import { Settings } from '../../../src/state/settings.svelte'

let store: KeyValueStore
let presets: Presets
const names = () => presets.all.map(({ name }) => name)

async function open(from: KeyValueStore) {
  store = from
  const settings = new Settings(store)
  await settings.load()
  presets = new Presets(new PresetStore(store), settings)
  await presets.load()
}
beforeEach(() => open(memoryStore()))
afterEach(() => vi.useRealTimers())

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

test('a preset that another tab deleted meanwhile is saved all the same', async () => {
  const mine = presets.selected!
  await new PresetStore(store).change(() => [])
  await presets.save({ ...mine, name: 'Edited' })
  expect(names()).toEqual(['Edited'])
})

test('an import adds what is new, keeps what is there, and never overwrites', async () => {
  const [first] = defaultPresets()
  const changed = { ...first!, name: 'Same id, other preset' }
  const fresh = newPreset()
  expect(await presets.importFile(presetsToFile([first!, changed, fresh]))).toBe(2)
  expect(names()).toEqual([first!.name, changed.name, fresh.name])
  expect(new Set(presets.all.map(({ id }) => id)).size).toBe(3)
})

test('a file with two presets under one id gives two presets', async () => {
  const [a, b] = [newPreset(), { ...newPreset(), name: 'Other' }]
  await presets.importFile(presetsToFile([a, { ...b, id: a.id }]))
  expect(new Set(presets.all.map(({ id }) => id)).size).toBe(3)
})

test('an import of nonsense changes nothing', async () => {
  await expect(presets.importFile('{}')).rejects.toMatchObject({ code: 'preset-invalid' })
  expect(presets.all).toHaveLength(1)
})

test('what was exported can be imported elsewhere', async () => {
  await presets.save({ ...newPreset(), name: 'B' })
  const file = presets.exportAll()
  const before = [...presets.all]
  await open(memoryStore())
  await presets.importFile(file)
  expect(presets.all).toEqual(before)
})

test('an empty list can get its first preset back', async () => {
  await presets.remove(presets.selected!)
  expect(presets.selected).toBeUndefined()
  await presets.restoreDefaults()
  expect(presets.all).toEqual(defaultPresets())
})

test('damaged storage is told once, and what was there can be fetched', async () => {
  await open(memoryStore({ presets: { version: 1, presets: [{ name: 'half' }] } }))
  expect(presets.problem?.code).toBe('storage-damaged')
  expect(await presets.rescued()).toContain('half')
  presets.dismissProblem()
  expect(presets.problem).toBeUndefined()
})

const blocked: KeyValueStore = {
  transact: () => Promise.reject(new DOMException('no', 'SecurityError')),
}

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
  presets = new Presets(new PresetStore({ transact: () => new Promise(() => {}) }), settings)
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

const stored = (key: string) => store.transact((transaction) => transaction.read(key))

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
  const file = presets.exportAll()
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
  presets.select(presets.all[0]!.id)
  expect(await stored('settings')).toEqual(newer)
  await open(memoryStore({ settings: { version: 1, theme: 'dark' } }))
  presets.select('b')
  expect(await stored('settings')).toEqual({ version: 1, theme: 'dark', selectedPresetId: 'b' })
})

/** A second page on the same storage. */
async function otherTab(): Promise<Presets> {
  const tab = new Presets(new PresetStore(store), new Settings(store))
  await tab.load()
  return tab
}

test('two tabs edit the same preset: the later one counts, and the other version stays as a copy', async () => {
  const tab = await otherTab()
  const [before] = presets.all
  await tab.save({ ...before!, name: 'From the other tab' })
  await presets.save({ ...before!, name: 'From here' })
  expect(names()).toEqual(['From here', 'From the other tab (other tab)'])
  expect(presets.overtaken?.name).toBe('From the other tab (other tab)')
  presets.forgetOvertaken()
  expect(presets.overtaken).toBeUndefined()
})

test('also if this tab has heard of the other change while its form was open', async () => {
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
  expect(presets.overtaken).toBeUndefined()
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

test('a file that is imported twice makes no twins', async () => {
  const file = presetsToFile([{ ...presets.all[0]!, name: 'Other' }])
  expect(await presets.importFile(file)).toBe(1)
  expect(await presets.importFile(file)).toBe(0)
})

test('while another tab holds the storage the page says that it waits, and not for ever', async () => {
  vi.useFakeTimers()
  let release!: () => void
  void store.transact(() => new Promise<void>((resolve) => (release = resolve)))
  presets = new Presets(new PresetStore(store), new Settings(store))
  const loading = presets.load()
  await vi.advanceTimersByTimeAsync(300)
  expect(presets.waiting).toBe(false)
  await vi.advanceTimersByTimeAsync(200)
  expect(presets.waiting).toBe(true)
  release()
  await loading
  expect([presets.waiting, presets.loaded, presets.problem]).toEqual([false, true, undefined])
})

test('5,000 presets: one transaction for each save, and an export that can be imported again', async () => {
  const many = Array.from({ length: 5000 }, (_, index) => ({ ...newPreset(), name: `P${index}` }))
  let transactions = 0
  const inner = memoryStore({ presets: { version: 1, presets: many } })
  await open({
    transact: (work) => {
      transactions++
      return inner.transact(work)
    },
  })
  transactions = 0
  await presets.save({ ...many[4999]!, name: 'Changed' })
  // One for the list, one for which is selected.
  expect(transactions).toBe(2)
  const file = presets.exportAll()
  await open(memoryStore())
  expect(await presets.importFile(file)).toBe(5000)
})
