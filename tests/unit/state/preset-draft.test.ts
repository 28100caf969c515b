/** What was typed is never lost: unsaved edits are saved before they matter, or ask. */
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { memoryStore } from '../../../src/presets/key-value-store'
import { newPreset } from '../../../src/presets/defaults'
import { parseDraft } from '../../../src/presets/draft'
import { PresetStore } from '../../../src/presets/preset-store'
import { UnsavedWork } from '../../../src/ui/shared/unsaved-work'
import { PresetDraft } from '../../../src/state/preset-draft.svelte'
import { Presets } from '../../../src/state/presets.svelte'
import { Settings } from '../../../src/state/settings.svelte'
import type { TabStorage } from '../../../src/state/tab-storage'

let presets: Presets
let storage: TabStorage & { kept: string | undefined }
let draft: PresetDraft

beforeEach(async () => {
  const store = memoryStore()
  presets = new Presets(new PresetStore(store), new Settings(store))
  await presets.load()
  storage = {
    kept: undefined,
    read: () => (storage.kept === undefined ? undefined : JSON.parse(storage.kept)),
    write: (value) => void (storage.kept = value === undefined ? undefined : JSON.stringify(value)),
  }
  draft = new PresetDraft(presets, storage)
})

const typeName = (name: string) => {
  draft.open!.fields.portal.accessPointName = name
  draft.persist()
}

test('an edited preset is what gets installed: going on saves it', async () => {
  draft.edit(presets.selected!)
  typeName('Workshop')
  expect(draft.isUnsaved).toBe(true)
  expect(draft.settle()).toBe(true)
  await draft.saving
  expect(presets.selected?.portal.accessPointName).toBe('Workshop')
  expect([draft.open, draft.isUnsaved, storage.kept]).toEqual([undefined, false, undefined])
})

test('what is no preset yet blocks, stays on the screen and asks at the field', () => {
  let asked = 0
  draft.onRefused = () => asked++
  draft.edit(presets.selected!)
  typeName('x'.repeat(33))
  expect(draft.settle()).toBe(false)
  expect([asked, draft.open?.fields.portal.accessPointName]).toEqual([1, 'x'.repeat(33)])
  expect(presets.selected?.portal.accessPointName).toBe('')
})

test('an app that was pasted and not added yet is not left out silently', () => {
  draft.edit(presets.selected!)
  draft.open!.pasted.text = 'def run(wifi, settings):\n  pass\n'
  draft.persist()
  expect([draft.isUnsaved, draft.settle()]).toEqual([true, false])
  const reloaded = new PresetDraft(presets, storage)
  expect(reloaded.open?.pasted.text).toContain('def run')
})

test('a form that was opened and left as it was is no edit', () => {
  draft.edit(presets.selected!)
  draft.persist()
  expect([draft.isUnsaved, storage.kept]).toEqual([false, undefined])
  expect([draft.settle(), draft.open]).toEqual([true, undefined])
})

test('a new preset on the screen counts, though nothing was typed', async () => {
  const made = newPreset()
  draft.edit(made, true)
  expect([draft.isUnsaved, draft.settle()]).toEqual([false, true])
  await draft.saving
  expect(presets.selected?.id).toBe(made.id)
})

test('whatever was typed comes back after a reload', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200, unit: 'grapheme' }), fc.string(), (name, hostname) => {
      draft.edit(presets.selected!)
      const { fields } = draft.open!
      fields.name = name
      fields.portal.hostname = hostname
      draft.persist()
      const reloaded = new PresetDraft(presets, storage)
      if (!draft.isUnsaved) expect(reloaded.open).toBeUndefined()
      else {
        expect(reloaded.open?.fields.name).toBe(name)
        expect(reloaded.open?.fields.portal.hostname).toBe(hostname)
        expect(reloaded.isUnsaved).toBe(true)
      }
    }),
  )
})

test.each([undefined, 5, {}, { version: 2 }, { version: 1, fields: {} }])(
  'nonsense in the storage is no draft: %j',
  (stored) => expect(parseDraft(stored)).toBeUndefined(),
)

test('cancelling is the one way to drop what was typed', () => {
  draft.edit(presets.selected!)
  typeName('Workshop')
  draft.discard()
  expect([draft.open, storage.kept]).toEqual([undefined, undefined])
  expect(presets.selected?.portal.accessPointName).toBe('')
})

test('of several open editors the first that cannot be saved shows its reason', () => {
  const work = new UnsavedWork()
  const said: string[] = []
  work.add({ settle: () => true })
  const away = work.add({ settle: () => (said.push('one'), false), isUnsaved: () => true })
  work.add({ settle: () => (said.push('two'), false) })
  expect([work.settle(), said, work.isUnsaved]).toEqual([false, ['one'], true])
  away()
  expect([work.settle(), said, work.isUnsaved]).toEqual([false, ['one', 'two'], false])
})
