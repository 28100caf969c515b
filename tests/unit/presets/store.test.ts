/** The presets of a browser: nothing gets lost, whoever writes and whatever is found. */
import { expect, test } from 'vitest'
import { memoryBox } from '../../../src/presets/box'
import { defaultPresets, duplicateOf, newPreset } from '../../../src/presets/defaults'
import { PresetStore } from '../../../src/presets/store'

const good = newPreset()

test('the first visit finds the D1 Mini preset', async () => {
  const { presets, problem } = await new PresetStore(memoryBox()).load()
  expect(presets.map((preset) => preset.name)).toEqual(['Wemos D1 Mini, captive portal'])
  expect(problem).toBeUndefined()
})

test('a deleted default preset does not come back', async () => {
  const box = memoryBox()
  await new PresetStore(box).change(() => [])
  expect((await new PresetStore(box).load()).presets).toEqual([])
})

test('two tabs that add a preset each end with both', async () => {
  const box = memoryBox()
  const [here, there] = [new PresetStore(box), new PresetStore(box)]
  const [a, b] = [newPreset(), newPreset()]
  await Promise.all([here.load(), there.load()])
  await Promise.all([
    here.change((presets) => [...presets, a]),
    there.change((presets) => [...presets, b]),
  ])
  const ids = (await here.load()).presets.map((preset) => preset.id)
  expect(ids).toEqual([defaultPresets()[0]!.id, a.id, b.id])
})

test('a tab hears of the other tab’s change', async () => {
  const box = memoryBox()
  const [here, there] = [new PresetStore(box, 'tabs'), new PresetStore(box, 'tabs')]
  const heard = new Promise<void>((resolve) => here.onOtherTab(resolve))
  await there.change((presets) => presets)
  await heard
  here.close()
  there.close()
})

test.each([
  ['text', 'hello'],
  ['null', null],
  ['a newer version', { version: 99, presets: [good], future: true }],
  ['a list of nonsense', { version: 1, presets: 'many' }],
])('stored data that is %s is kept aside, and the page starts afresh', async (_what, stored) => {
  const store = new PresetStore(memoryBox({ presets: stored }))
  const { presets, problem } = await store.load()
  expect(problem?.code).toBe('storage-damaged')
  expect(presets).toEqual(defaultPresets())
  expect(Object.values(JSON.parse((await store.rescued())!))).toEqual([stored])
  expect((await store.load()).problem).toBeUndefined()
})

test('one damaged preset among good ones: the good ones stay, the list is kept aside', async () => {
  const stored = { version: 1, presets: [good, { ...good, board: 'toaster' }] }
  const store = new PresetStore(memoryBox({ presets: stored }))
  const { presets, problem } = await store.load()
  expect(presets).toEqual([good])
  expect(problem?.message).toContain('1 of 2')
  expect(Object.values(JSON.parse((await store.rescued())!))).toEqual([stored])
})

test('a change on damaged data also keeps it aside first', async () => {
  const store = new PresetStore(memoryBox({ presets: 'junk' }))
  const { presets, problem } = await store.change((list) => [...list, good])
  expect(problem?.code).toBe('storage-damaged')
  expect(presets).toHaveLength(2)
  expect(await store.rescued()).toContain('junk')
})

test('without damage nothing is kept aside', async () => {
  const store = new PresetStore(memoryBox())
  await store.change((presets) => [...presets, duplicateOf(good)])
  expect(await store.rescued()).toBeUndefined()
})
