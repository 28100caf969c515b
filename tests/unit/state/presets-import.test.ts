/** Export and import of lists: nothing is overwritten, nothing is doubled. */
import { beforeEach, expect, test } from 'vitest'
import { memoryStore } from '../../../src/presets/key-value-store'
import { defaultPresets, newPreset } from '../../../src/presets/defaults'
import { presetsToFile } from '../../../src/presets/file'
import { names, open, presets } from './presets-page'

beforeEach(() => open())

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
  const file = await presets.exportAll()
  const before = [...presets.all]
  await open(memoryStore())
  await presets.importFile(file)
  expect(presets.all).toEqual(before)
})

test('a file that is imported twice makes no twins', async () => {
  const file = presetsToFile([{ ...presets.all[0]!, name: 'Other' }])
  expect(await presets.importFile(file)).toBe(1)
  expect(await presets.importFile(file)).toBe(0)
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
  const file = await presets.exportAll()
  await open(memoryStore())
  expect(await presets.importFile(file)).toBe(5000)
})
