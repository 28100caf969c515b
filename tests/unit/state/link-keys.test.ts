/** Keys on the page: made, removed and brought back, with and without a browser that keeps them. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { memoryStore, type KeyValueStore } from '../../../src/presets/key-value-store'
import { defaultPresets } from '../../../src/presets/defaults'
import { presetToFragment } from '../../../src/presets/link'
import { LinkKeys } from '../../../src/state/link-keys.svelte'

const secret = 'correct horse battery staple'
const fragment = presetToFragment(defaultPresets()[0]!)
const day = 24 * 60 * 60 * 1000
let store: KeyValueStore
let keys: LinkKeys
const names = () => keys.all.map(({ name }) => name)

async function open(from: KeyValueStore) {
  store = from
  keys = new LinkKeys(store)
  await keys.load()
}
beforeEach(() => open(memoryStore()))
afterEach(() => vi.useRealTimers())

const makeSecret = (name: string) => keys.make({ from: 'secret', name, secret, exportable: false })

test('keys are still there, and still sign, after a reload', async () => {
  const lab = await makeSecret('Lab 3')
  const link = await keys.sign(fragment, lab)
  await open(store)
  expect(names()).toEqual(['Lab 3'])
  expect(await keys.check(link)).toMatchObject({ is: 'signed', name: 'Lab 3' })
  expect(await keys.sign(fragment, keys.own[0]!, 5)).toBe(await keys.sign(fragment, lab, 5))
})

test('a pair signs, and its public half in another browser checks', async () => {
  const pair = await keys.make({ from: 'pair', name: 'Mine', exportable: false })
  const link = await keys.sign(fragment, pair)
  const publicKey = pair.algorithm === 'ed25519' ? pair.publicKey : ''
  await open(memoryStore())
  expect(await keys.check(link)).toEqual({
    is: 'unknown-signer',
    claimed: 'Mine',
    expected: false,
  })
  await keys.make({ from: 'public', name: 'Theirs', publicKey, exportable: false })
  expect(await keys.check(link)).toMatchObject({ is: 'signed', name: 'Theirs' })
  expect(keys.own).toEqual([])
})

test('a name belongs to one key', async () => {
  await makeSecret('Lab 3')
  await expect(makeSecret('Lab 3')).rejects.toMatchObject({ code: 'key-invalid' })
  await expect(makeSecret(' ')).rejects.toMatchObject({ code: 'key-invalid' })
  expect(names()).toEqual(['Lab 3'])
  expect(keys.problem).toBeUndefined()
})

test('a removed key comes back to its place', async () => {
  for (const name of ['A', 'B', 'C']) await makeSecret(name)
  await keys.remove(keys.all[1]!)
  expect(names()).toEqual(['A', 'C'])
  expect(keys.removed?.name).toBe('B')
  await keys.undoRemove()
  await open(store)
  expect(names()).toEqual(['A', 'B', 'C'])
})

test('a key in a file can be taken to another browser', async () => {
  const key = await keys.make({ from: 'secret', name: 'Lab 3', secret, exportable: true })
  const link = await keys.sign(fragment, key)
  const file = await keys.exportFile(key)
  await open(memoryStore())
  await keys.importFile(file, false)
  expect(await keys.check(link)).toMatchObject({ is: 'signed', name: 'Lab 3' })
  await expect(keys.exportFile(keys.all[0]!)).rejects.toMatchObject({ code: 'key-invalid' })
})

test('window and clock skew are what the owner has set', async () => {
  const lab = await makeSecret('Lab 3')
  expect(await keys.setPolicy({ validDays: 2, skewMinutes: 60 })).toBe(true)
  expect(await keys.setPolicy({ validDays: 0, skewMinutes: 60 })).toBe(false)
  await open(store)
  expect(keys.policy).toEqual({ validDays: 2, skewMinutes: 60 })
  const madeAtMs = Date.UTC(2026, 0, 1)
  const link = await keys.sign(fragment, lab, madeAtMs)
  const is = async (nowMs: number) => (await keys.check(link, nowMs)).is
  expect(await is(madeAtMs - 59 * 60_000)).toBe('signed')
  expect(await is(madeAtMs - 61 * 60_000)).toBe('from-the-future')
  expect(await is(madeAtMs + 2 * day + 59 * 60_000)).toBe('signed')
  expect(await is(madeAtMs + 2 * day + 61 * 60_000)).toBe('expired')
})

test('a browser without Ed25519 says so', async () => {
  const broken = vi.spyOn(crypto.subtle, 'generateKey').mockRejectedValue(new TypeError())
  await keys.load()
  expect(keys.ed25519).toBe(false)
  broken.mockRestore()
  await keys.load()
  expect(keys.ed25519).toBe(true)
})

test('damaged keys are reported, and the valid ones still work', async () => {
  await makeSecret('Lab 3')
  await store.transact(async (transaction) => {
    const stored = (await transaction.read('signing-keys')) as { keys: unknown[] }
    transaction.write('signing-keys', { version: 1, keys: [...stored.keys, 'half a key'] })
  })
  await open(store)
  expect(names()).toEqual(['Lab 3'])
  expect(keys.problem).toMatchObject({ code: 'storage-damaged' })
  keys.dismissProblem()
  expect(keys.problem).toBeUndefined()
})

test('where nothing can be stored, keys last as long as the page', async () => {
  await open({ transact: () => Promise.reject(new DOMException('no', 'SecurityError')) })
  expect(keys.problem?.code).toBe('storage-blocked')
  const lab = await makeSecret('Lab 3')
  expect(await keys.check(await keys.sign(fragment, lab))).toMatchObject({ is: 'signed' })
})

test('storage that never answers counts as blocked after three seconds', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  keys = new LinkKeys({ transact: () => new Promise(() => {}) })
  const loading = keys.load()
  await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1))
  await vi.advanceTimersByTimeAsync(3100)
  await loading
  expect(keys.problem?.code).toBe('storage-blocked')
})
