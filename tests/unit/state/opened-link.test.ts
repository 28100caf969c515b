/** A link is looked at, and nothing happens before a person says so. */
import { beforeEach, expect, test } from 'vitest'
import { memoryBox } from '../../../src/presets/box'
import { newPreset } from '../../../src/presets/defaults'
import { presetToFragment } from '../../../src/presets/link'
import { PresetStore } from '../../../src/presets/store'
import { OpenedLink } from '../../../src/state/opened-link.svelte'
import { Presets } from '../../../src/state/presets.svelte'
import { Settings } from '../../../src/state/settings.svelte'

let presets: Presets
let opened: OpenedLink
const shared = { ...newPreset(), name: 'Shared' }

beforeEach(async () => {
  const box = memoryBox()
  presets = new Presets(new PresetStore(box), new Settings(box))
  await presets.load()
  opened = new OpenedLink(presets)
})

test('other fragments are none of its business', () => {
  expect(opened.open('')).toBe(false)
  expect(opened.open('#console')).toBe(false)
  expect(opened.review).toBeUndefined()
})

test('opening stores and selects nothing', () => {
  expect(opened.open(presetToFragment(shared))).toBe(true)
  expect(opened.review).toMatchObject({ at: 'preset', preset: { name: 'Shared' } })
  expect(presets.all).toHaveLength(1)
  expect(presets.selected?.name).not.toBe('Shared')
})

test('keeping stores and selects it', async () => {
  opened.open(presetToFragment(shared))
  await opened.keep()
  expect(presets.selected?.name).toBe('Shared')
  expect(opened.review).toBeUndefined()
})

test('keeping the same link twice makes two presets and overwrites none', async () => {
  for (let time = 0; time < 2; time++) {
    opened.open(presetToFragment(shared))
    await opened.keep()
  }
  expect(presets.all).toHaveLength(3)
})

test('discarding leaves no trace', () => {
  opened.open(presetToFragment(shared))
  opened.discard()
  expect(opened.review).toBeUndefined()
  expect(presets.all).toHaveLength(1)
})

test('a damaged link is told, and keeping it does nothing', async () => {
  expect(opened.open('#preset=1.abc')).toBe(true)
  expect(opened.review).toMatchObject({ at: 'refused', error: { code: 'link-damaged' } })
  await opened.keep()
  expect(presets.all).toHaveLength(1)
})
