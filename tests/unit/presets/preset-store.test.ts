/** The presets of a browser: nothing gets lost, whoever writes and whatever is found. */
import { expect, test } from 'vitest'
import { memoryStore, type KeyValueStore } from '../../../src/presets/key-value-store'
import { defaultPresets, duplicateOf, newPreset } from '../../../src/presets/defaults'
import { presetsToFile } from '../../../src/presets/file'
import { PresetStore } from '../../../src/presets/preset-store'
import { TabChannel } from '../../../src/presets/tab-channel'

const good = newPreset()

test('the first visit finds the D1 Mini preset', async () => {
  const { items: presets, problem } = await new PresetStore(memoryStore()).load()
  expect(presets.map((preset) => preset.name)).toEqual(['Wemos D1 Mini, captive portal'])
  expect(problem).toBeUndefined()
})

test('a deleted default preset does not come back', async () => {
  const box = memoryStore()
  await new PresetStore(box).change(() => [])
  expect((await new PresetStore(box).load()).items).toEqual([])
})

test('two tabs that add a preset each end with both', async () => {
  const box = memoryStore()
  const [here, there] = [new PresetStore(box), new PresetStore(box)]
  const [a, b] = [newPreset(), newPreset()]
  await Promise.all([here.load(), there.load()])
  await Promise.all([
    here.change((presets) => [...presets, a]),
    there.change((presets) => [...presets, b]),
  ])
  const ids = (await here.load()).items.map((preset) => preset.id)
  expect(ids).toEqual([defaultPresets()[0]!.id, a.id, b.id])
})

test('a tab is notified of another tab’s change', async () => {
  const box = memoryStore()
  const channels = [new TabChannel('tabs'), new TabChannel('tabs')] as const
  const [here, there] = [new PresetStore(box, channels[0]), new PresetStore(box, channels[1])]
  const heard = new Promise<void>((resolve) => here.onOtherTab(resolve))
  await there.change((presets) => presets)
  await heard
  for (const channel of channels) channel.close()
})

test.each([
  ['text', 'hello'],
  ['null', null],
  ['a list of nonsense', { version: 1, presets: 'many' }],
])('stored data that is %s is kept aside, and the page starts afresh', async (_what, stored) => {
  const store = new PresetStore(memoryStore({ presets: stored }))
  const { items: presets, problem } = await store.load()
  expect(problem?.code).toBe('storage-damaged')
  expect(presets).toEqual(defaultPresets())
  expect(Object.values(JSON.parse((await store.damaged())!))).toEqual([stored])
  expect((await store.load()).problem).toBeUndefined()
})

test('one damaged preset among good ones: the good ones stay, the list is kept aside', async () => {
  const stored = { version: 1, presets: [good, { ...good, board: 'toaster' }] }
  const store = new PresetStore(memoryStore({ presets: stored }))
  const { items: presets, problem } = await store.load()
  expect(presets).toEqual([good])
  expect(problem?.message).toContain('1 of 2')
  expect(Object.values(JSON.parse((await store.damaged())!))).toEqual([stored])
})

test('a change on damaged data also keeps it aside first', async () => {
  const store = new PresetStore(memoryStore({ presets: 'junk' }))
  const { items: presets, problem } = await store.change((list) => [...list, good])
  expect(problem?.code).toBe('storage-damaged')
  expect(presets).toHaveLength(2)
  expect(await store.damaged()).toContain('junk')
})

test('without damage nothing is kept aside', async () => {
  const store = new PresetStore(memoryStore())
  await store.change((presets) => [...presets, duplicateOf(good)])
  expect(await store.damaged()).toBeUndefined()
})

const stored = (box: KeyValueStore, key = 'presets') =>
  box.transact((transaction) => transaction.read(key))

test('an older page never overwrites a newer page’s presets', async () => {
  const newer = { version: 99, presets: [good, { id: 'x', shape: 'new' }], folders: ['a'] }
  const box = memoryStore({ presets: newer })
  const store = new PresetStore(box)
  const { items: presets, problem, readOnly } = await store.load()
  expect(presets).toEqual([good])
  expect([problem?.code, readOnly]).toEqual(['storage-newer', true])
  expect((await store.change(() => [])).items).toEqual([])
  await store.changeStored((transaction) => ({ ...transaction, deleted: [] }))
  expect(await stored(box)).toEqual(newer)
  expect(JSON.parse(presetsToFile([], [], await store.raw()))).toEqual({
    ...newer,
    format: 'portal-flasher-presets',
  })
})

test.each([
  ['of a higher version', { ...good, id: 'n1', version: 2, shape: 'new' }],
  ['with a field that we do not know', { ...good, id: 'n2', colour: 'red' }],
  ['with a part that we do not know', { ...good, id: 'n3', portal: { ...good.portal, theme: 1 } }],
])('a preset %s stays as it is, and in its place', async (_what, newer) => {
  const box = memoryStore({ presets: { version: 1, presets: [good, newer], order: 'name' } })
  const store = new PresetStore(box)
  const { items: presets, problem, readOnly } = await store.load()
  expect(presets).toEqual([good])
  expect([problem?.code, readOnly]).toEqual(['storage-newer', undefined])
  const other = newPreset()
  await store.change((list) => [...list, other])
  expect(await stored(box)).toEqual({ version: 1, presets: [good, other, newer], order: 'name' })
  expect(await store.damaged()).toBeUndefined()
})

test('presets that were stored with invisible characters are still there, without them', async () => {
  const old = { ...good, name: 'Lab\u200b 3\u3164' }
  const store = new PresetStore(memoryStore({ presets: { version: 1, presets: [old] } }))
  const { items: presets, problem } = await store.load()
  expect(presets.map(({ name }) => name)).toEqual(['Lab 3'])
  expect(problem).toBeUndefined()
})
