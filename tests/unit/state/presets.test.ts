/** The list on the page: nothing gets lost by clicking, importing, or a browser that keeps nothing. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { memoryBox, type Box } from '../../../src/presets/box'
import { defaultPresets, newPreset } from '../../../src/presets/defaults'
import { presetsToFile } from '../../../src/presets/file'
import { PresetStore } from '../../../src/presets/store'
import { Presets } from '../../../src/state/presets.svelte'
import { Settings } from '../../../src/state/settings.svelte'

let box: Box
let presets: Presets
const names = () => presets.all.map(({ name }) => name)

async function open(from: Box) {
  box = from
  const settings = new Settings(box)
  await settings.load()
  presets = new Presets(new PresetStore(box), settings)
  await presets.load()
}
beforeEach(() => open(memoryBox()))
afterEach(() => vi.useRealTimers())

test('the first preset is selected on the first visit', () => {
  expect(presets.selected?.name).toBe('Wemos D1 Mini, captive portal')
  expect(presets.problem).toBeUndefined()
})

test('a new preset is selected, and still is after a reload', async () => {
  const mine = { ...newPreset(), name: 'Mine' }
  await presets.save(mine)
  expect(presets.selected).toEqual(mine)
  await open(box)
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
  await new PresetStore(box).change(() => [])
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
  await open(memoryBox())
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
  await open(memoryBox({ presets: { version: 1, presets: [{ name: 'half' }] } }))
  expect(presets.problem?.code).toBe('storage-damaged')
  expect(await presets.rescued()).toContain('half')
  presets.dismissProblem()
  expect(presets.problem).toBeUndefined()
})

const blocked: Box = { transact: () => Promise.reject(new DOMException('no', 'SecurityError')) }

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
  const settings = new Settings(memoryBox())
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
  const inner = memoryBox()
  await open({ transact: (work) => (broken ? blocked.transact(work) : inner.transact(work)) })
  await presets.save({ ...newPreset(), name: 'Before' })
  broken = true
  await presets.save({ ...newPreset(), name: 'After' })
  expect(names()).toEqual(['Wemos D1 Mini, captive portal', 'Before', 'After'])
  expect(presets.problem?.code).toBe('storage-blocked')
})
