/** A link is looked at, and nothing happens before a person says so. */
import { beforeEach, expect, test, vi } from 'vitest'
import { memoryStore } from '../../../src/presets/key-value-store'
import { newPreset } from '../../../src/presets/defaults'
import { presetToFragment } from '../../../src/presets/link'
import { PresetStore } from '../../../src/presets/preset-store'
import type { SignatureStatus } from '../../../src/presets/signature-status'
import { OpenedLink } from '../../../src/state/opened-link.svelte'
import { Presets } from '../../../src/state/presets.svelte'
import { Settings } from '../../../src/state/settings.svelte'

let presets: Presets
let opened: OpenedLink
let signatureStatus: Promise<SignatureStatus>
const shared = { ...newPreset(), name: 'Shared' }

beforeEach(async () => {
  const store = memoryStore()
  presets = new Presets(new PresetStore(store), new Settings(store))
  await presets.load()
  signatureStatus = Promise.resolve({ is: 'unsigned', expected: false })
  opened = new OpenedLink(presets, () => signatureStatus)
})

async function openChecked(fragment = presetToFragment(shared)) {
  opened.open(fragment)
  await vi.waitFor(() => expect(opened.review).toHaveProperty('signatureStatus'))
}

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
  await openChecked()
  await opened.accept()
  expect(presets.selected?.name).toBe('Shared')
  expect(opened.review).toBeUndefined()
})

test('keeping the same link twice makes no twin, and selects the one that is there', async () => {
  for (let time = 0; time < 2; time++) {
    await openChecked()
    await opened.accept()
    expect(presets.selected?.name).toBe('Shared')
    presets.select(presets.all[0]!.id)
  }
  expect(presets.all).toHaveLength(2)
})

test('discarding leaves no trace', () => {
  opened.open(presetToFragment(shared))
  opened.discard()
  expect(opened.review).toBeUndefined()
  expect(presets.all).toHaveLength(1)
})

test('a damaged link is reported, and keeping it does nothing', async () => {
  expect(opened.open('#preset=1.abc')).toBe(true)
  expect(opened.review).toMatchObject({ at: 'refused', error: { code: 'link-damaged' } })
  await opened.accept(true)
  expect(presets.all).toHaveLength(1)
})

test('nothing is kept before it is known who made it', async () => {
  signatureStatus = new Promise(() => {})
  opened.open(presetToFragment(shared))
  await opened.accept(true)
  expect(opened.review).toMatchObject({ preset: { name: 'Shared' } })
  expect(presets.all).toHaveLength(1)
})

test.each<SignatureStatus>([
  { is: 'changed' },
  { is: 'unknown-signer', claimed: 'Lab 3', expected: true },
  { is: 'other-kind', name: 'Lab 3' },
  { is: 'unsigned', expected: true },
  { is: 'uncheckable' },
])('a doubtful link ($is) can be read, and is kept only on purpose', async (doubt) => {
  signatureStatus = Promise.resolve(doubt)
  await openChecked()
  expect(opened.review).toMatchObject({ preset: { name: 'Shared' }, signatureStatus: doubt })
  await opened.accept()
  expect(presets.all).toHaveLength(1)
  await opened.accept(true)
  expect(presets.selected?.name).toBe('Shared')
})

test('a check that fails leaves a doubt, not a hole', async () => {
  signatureStatus = Promise.reject(new Error('no keys'))
  await openChecked()
  expect(opened.review).toMatchObject({ signatureStatus: { is: 'uncheckable' } })
})

test('a signatureStatus that comes late does not fall on another link', async () => {
  let tell!: (signatureStatus: SignatureStatus) => void
  signatureStatus = new Promise((resolve) => (tell = resolve))
  opened.open(presetToFragment(shared))
  signatureStatus = Promise.resolve({ is: 'changed' })
  await openChecked(presetToFragment({ ...shared, name: 'Second' }))
  tell({ is: 'unsigned', expected: false })
  await Promise.resolve()
  expect(opened.review).toMatchObject({
    preset: { name: 'Second' },
    signatureStatus: { is: 'changed' },
  })
})

test('of two checks of one link the later counts, whichever ends first', async () => {
  let tell!: (signatureStatus: SignatureStatus) => void
  signatureStatus = new Promise((resolve) => (tell = resolve))
  opened.open(presetToFragment(shared))
  signatureStatus = Promise.resolve({ is: 'changed' })
  await opened.recheck()
  tell({ is: 'unsigned', expected: false })
  await new Promise((resolve) => setTimeout(resolve))
  expect(opened.review).toMatchObject({ signatureStatus: { is: 'changed' } })
})

test('a signatureStatus on a discarded link brings nothing back', async () => {
  opened.open(presetToFragment(shared))
  opened.discard()
  await new Promise((resolve) => setTimeout(resolve))
  expect(opened.review).toBeUndefined()
  opened.open(presetToFragment(shared))
  opened.open('#preset=damaged')
  await new Promise((resolve) => setTimeout(resolve))
  expect(opened.review).toMatchObject({ at: 'refused' })
})

test('new keys are noticed', async () => {
  await openChecked()
  signatureStatus = Promise.resolve({ is: 'changed' })
  await opened.recheck()
  expect(opened.review).toMatchObject({ signatureStatus: { is: 'changed' } })
})
