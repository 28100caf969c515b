/** Keys for signing links: kept without being readable, handed on only on purpose, never lost silently. */
import { beforeEach, describe, expect, test } from 'vitest'
import { memoryStore } from '../../../src/presets/key-value-store'
import { canExport, parseKey, signingPart } from '../../../src/presets/keys/key'
import { fileToKey, keyToFile } from '../../../src/presets/keys/key-file'
import { KeyStore } from '../../../src/presets/keys/key-store'
import { keyPair, newSecret, publicKeyOf, secretKey } from '../../../src/presets/keys/make-key'
import {
  defaultPolicy,
  loadPolicy,
  savePolicy,
  skewMs,
  windowMs,
} from '../../../src/presets/keys/policy'

// RFC 8032, section 7.1, test 1
const rfcPublic = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'
const rfcPrivate =
  '302e020100300506032b6570042204209d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'
const secret = 'correct horse battery staple'

describe('making', () => {
  test('a random secret has 32 bytes and is never the same', () => {
    expect(newSecret()).toMatch(/^[0-9a-f]{64}$/)
    expect(newSecret()).not.toBe(newSecret())
  })

  test('a secret cannot be read back unless it was made for that', async () => {
    const key = await secretKey(' Lab 3 ', secret)
    expect(key.name).toBe('Lab 3')
    expect(canExport(key)).toBe(false)
    await expect(crypto.subtle.exportKey('raw', signingPart(key)!)).rejects.toThrow()
  })

  test('neither can the private half of a pair', async () => {
    const key = await keyPair('Lab 3')
    expect(canExport(key)).toBe(false)
    await expect(crypto.subtle.exportKey('pkcs8', signingPart(key)!)).rejects.toThrow()
  })

  test('somebody else’s public key signs nothing', async () => {
    const key = await publicKeyOf('Lab 3', ` ${rfcPublic.toUpperCase()}\n`)
    expect(key).toMatchObject({ algorithm: 'ed25519', publicKey: rfcPublic })
    expect(signingPart(key)).toBeUndefined()
  })

  test.each([
    ['a short secret', () => secretKey('Lab', 'fifteen letters')],
    ['a secret of a page', () => secretKey('Lab', 'x'.repeat(201))],
    ['no name', () => secretKey('  ', secret)],
    ['a name that runs backwards', () => keyPair('a\u202eb')],
    ['a public key that is none', () => publicKeyOf('Lab', rfcPublic.slice(2))],
  ])('%s is refused', async (_what, make) => {
    await expect(make()).rejects.toMatchObject({ code: 'key-invalid' })
  })
})

describe('keeping', () => {
  let store: KeyStore

  beforeEach(() => (store = new KeyStore(memoryStore())))

  test('keys come back able to sign, and still unreadable', async () => {
    const made = [
      await secretKey('A', secret),
      await keyPair('B'),
      await publicKeyOf('C', rfcPublic),
    ]
    await store.change(() => made)
    const { items: keys, problem } = await store.load()
    expect(problem).toBeUndefined()
    expect(keys.map(({ name }) => name)).toEqual(['A', 'B', 'C'])
    expect(keys.map(canExport)).toEqual([false, false, false])
    const [a, b, c] = keys.map((key) => signingPart(key))
    await crypto.subtle.sign('HMAC', a!, new Uint8Array(1))
    await crypto.subtle.sign('Ed25519', b!, new Uint8Array(1))
    expect(c).toBeUndefined()
  })

  test('two changes at once both count', async () => {
    const [a, b] = [await secretKey('A', secret), await secretKey('B', secret)]
    await Promise.all([a, b].map((key) => store.change((keys) => [...keys, key])))
    expect((await store.load()).items).toHaveLength(2)
  })

  test.each([
    ['text', 'hello'],
    ['no list', { version: 1, keys: 'many' }],
  ])('a list that is %s is set aside and told once', async (_what, stored) => {
    const store = memoryStore({ 'signing-keys': stored })
    const { items: keys, problem } = await new KeyStore(store).load()
    expect(keys).toEqual([])
    expect(problem?.code).toBe('storage-damaged')
    expect((await new KeyStore(store).load()).problem).toBeUndefined()
    const kept = await store.transact(async (transaction) => {
      const name = (await transaction.keys()).find((key) => key.startsWith('set-aside-keys-'))
      return transaction.read(name!)
    })
    expect(kept).toEqual(stored)
  })

  test('keys of a newer page are never written over, and what can be read of them works', async () => {
    const a = await secretKey('A', secret)
    const stored = { version: 2, groups: ['x'], keys: [a, { name: 'of a new kind' }] }
    const store = memoryStore({ 'signing-keys': stored })
    const { items: keys, problem, readOnly } = await new KeyStore(store).load()
    expect(keys.map(({ name }) => name)).toEqual(['A'])
    expect([problem?.code, readOnly]).toEqual(['storage-newer', true])
    const after = await new KeyStore(store).change(() => [])
    expect(after.items).toEqual([])
    expect(await store.transact((transaction) => transaction.read('signing-keys'))).toEqual(stored)
  })

  test('one key with a field of a newer page stays beside ours', async () => {
    const newer = { ...(await secretKey('B', secret)), expiresAtMs: 5 }
    const store = memoryStore({ 'signing-keys': { version: 1, keys: [newer], order: 'name' } })
    const a = await secretKey('A', secret)
    const { items: keys, problem } = await new KeyStore(store).change((all) => [...all, a])
    expect(keys).toHaveLength(1)
    expect(problem?.code).toBe('storage-newer')
    const stored = await store.transact((transaction) => transaction.read('signing-keys'))
    expect(stored).toMatchObject({ order: 'name', keys: [{ name: 'A' }, { expiresAtMs: 5 }] })
  })

  test('one damaged key does not take the others with it', async () => {
    const good = await secretKey('A', secret)
    const damaged = { ...(await secretKey('B', secret)), secret: undefined }
    const store = memoryStore({ 'signing-keys': { version: 1, keys: [good, damaged] } })
    const { items: keys, problem } = await new KeyStore(store).load()
    expect(keys.map(({ name }) => name)).toEqual(['A'])
    expect(problem?.message).toContain('1 of 2')
  })

  test('a key of another kind under a wrong label is no key', async () => {
    const { privateKey } = (await keyPair('A')) as { privateKey?: CryptoKey }
    expect(parseKey({ ...(await secretKey('A', secret)), secret: privateKey })).toBeUndefined()
    expect(parseKey({ ...(await secretKey('A', secret)), algorithm: 'none' })).toBeUndefined()
  })
})

describe('files', () => {
  test('a secret that may leave comes back the same', async () => {
    const file = await keyToFile(await secretKey('Lab 3', secret, true))
    expect(JSON.parse(file)).toMatchObject({ name: 'Lab 3', secret })
    expect(canExport(await fileToKey(file))).toBe(false)
    expect(await keyToFile(await fileToKey(file, true))).toBe(file)
  })

  test('a pair that may leave comes back the same', async () => {
    const file = await keyToFile(await keyPair('Lab 3', true))
    expect(await keyToFile(await fileToKey(file, true))).toBe(file)
  })

  test('a key that was not made to leave does not', async () => {
    for (const key of [await secretKey('Lab 3', secret), await keyPair('Lab 3')]) {
      await expect(keyToFile(key)).rejects.toMatchObject({ code: 'key-invalid' })
    }
  })

  const head = { format: 'portal-flasher-key', version: 1, name: 'A', algorithm: 'ed25519' }
  test('a file with the key of RFC 8032 is one', async () => {
    const file = { ...head, publicKey: rfcPublic, privateKey: rfcPrivate }
    expect(await fileToKey(JSON.stringify(file))).toMatchObject({ publicKey: rfcPublic })
  })

  test.each([
    ['no JSON', 'key'],
    ['presets', '{"format":"portal-flasher-presets"}'],
    ['a version of tomorrow', JSON.stringify({ ...head, version: 2, publicKey: rfcPublic })],
    [
      'halves of two pairs',
      JSON.stringify({
        ...head,
        publicKey: rfcPublic.replace(/^d7/, 'd8'),
        privateKey: rfcPrivate,
      }),
    ],
    ['half a key', JSON.stringify({ ...head, publicKey: rfcPublic, privateKey: '302e' })],
    ['a weak secret', JSON.stringify({ ...head, algorithm: 'hs256', secret: 'short' })],
    ['far too much', JSON.stringify({ ...head, publicKey: rfcPublic, more: 'x'.repeat(5000) })],
  ])('%s is refused', async (_what, text) => {
    await expect(fileToKey(text)).rejects.toMatchObject({ code: 'key-invalid' })
  })
})

describe('the policy', () => {
  test('30 days and 5 minutes until somebody says otherwise', async () => {
    const store = memoryStore()
    expect(await loadPolicy(store)).toEqual({ validDays: 30, skewMinutes: 5 })
    expect(windowMs(defaultPolicy)).toBe(2_592_000_000)
    expect(skewMs(defaultPolicy)).toBe(300_000)
    expect(await savePolicy(store, { validDays: 1, skewMinutes: 0 })).toBe(true)
    expect(await loadPolicy(store)).toEqual({ validDays: 1, skewMinutes: 0 })
  })

  test.each([
    { validDays: 0, skewMinutes: 5 },
    { validDays: 30, skewMinutes: -1 },
    { validDays: 1.5, skewMinutes: 5 },
    { validDays: NaN, skewMinutes: 5 },
  ])('%o is not stored', async (policy) => {
    const store = memoryStore()
    expect(await savePolicy(store, policy)).toBe(false)
    expect(await loadPolicy(store)).toEqual(defaultPolicy)
  })

  test('nonsense in the storage gives the defaults', async () => {
    expect(await loadPolicy(memoryStore({ 'signing-policy': 'soon' }))).toEqual(defaultPolicy)
  })
})
