/** The passwords that boards were given: the same for a board that comes again, bounded, and to be forgotten. */
import { expect, test } from 'vitest'
import { memoryStore, type KeyValueStore } from '../../../src/presets/key-value-store'
import { newPreset } from '../../../src/presets/defaults'
import { parsePreset } from '../../../src/presets/parse'
import {
  BoardPasswords,
  boardPasswordsIn,
  mostBoardPasswords,
} from '../../../src/state/board-passwords.svelte'
import { givenPasswords } from '../../../src/state/given-passwords'
import { portalSettings } from '../../../src/state/portal-settings'

const macOf = (number: number) => `18:fe:34:00:${hex(number >> 8)}:${hex(number & 255)}`
const hex = (byte: number) => byte.toString(16).padStart(2, '0')
const opened = async (store: KeyValueStore) => {
  const passwords = new BoardPasswords(store, 'real')
  await passwords.load()
  return passwords
}

test('a board that comes again keeps its own; another has another', async () => {
  const store = memoryStore()
  const first = await opened(store)
  const made = first.ownOf(macOf(1))
  expect(first.ownOf(macOf(1))).toBe(made)
  expect(first.ownOf(macOf(2))).not.toBe(made)
  expect(first.hasOwn(macOf(1))).toBe(false)
  await first.keep(macOf(1), made, true)
  const later = await opened(store)
  expect(later.hasOwn(macOf(1))).toBe(true)
  expect(later.ownOf(macOf(1))).toBe(made)
})

test('the password of a preset is known for labels, and is no board’s own', async () => {
  const passwords = await opened(memoryStore())
  await passwords.keep(macOf(1), 'for-all-boards', false)
  expect(passwords.of(macOf(1))).toBe('for-all-boards')
  expect(passwords.ownOf(macOf(1))).not.toBe('for-all-boards')
})

test('what a board had is known until an installation has ended', async () => {
  const store = memoryStore()
  const first = await opened(store)
  const own = first.ownOf(macOf(1))
  await first.keep(macOf(1), own, true)
  await first.keep(macOf(1), 'one-for-all', false)
  const later = await opened(store)
  expect([later.of(macOf(1)), later.before(macOf(1))]).toEqual(['one-for-all', [own]])
  expect([later.hasOwn(macOf(1)), later.ownOf(macOf(1))]).toEqual([true, own])
  expect(givenPasswords()).toEqual(expect.arrayContaining([own, 'one-for-all']))
  await later.installed(macOf(1), 'one-for-all')
  const last = await opened(store)
  expect([last.of(macOf(1)), last.before(macOf(1))]).toEqual(['one-for-all', []])
  expect(last.hasOwn(macOf(1))).toBe(false)
})

test('the same once more is no other; of many tries the one before all stays', async () => {
  const passwords = await opened(memoryStore())
  await passwords.keep(macOf(1), 'ended-well', true)
  await passwords.keep(macOf(1), 'ended-well', true)
  expect(passwords.before(macOf(1))).toEqual([])
  for (let number = 1; number < 9; number++)
    await passwords.keep(macOf(1), `try-no-${number}`, false)
  const before = ['try-no-7', 'try-no-6', 'try-no-5', 'ended-well']
  expect(passwords.before(macOf(1))).toEqual(before)
  await passwords.installed(macOf(1), 'ended-well')
  expect([passwords.of(macOf(1)), passwords.before(macOf(1))]).toEqual(['ended-well', []])
  expect(passwords.hasOwn(macOf(1))).toBe(true)
})

test('an open network that was installed ends all of them', async () => {
  const passwords = await opened(memoryStore())
  await passwords.keep(macOf(1), 'password-1', true)
  await passwords.keep(macOf(1), 'password-2', false)
  await passwords.installed(macOf(1), undefined)
  expect(passwords.of(macOf(1))).toBeUndefined()
})

test('what is forgotten is gone for good, and made anew', async () => {
  const store = memoryStore()
  const passwords = await opened(store)
  const made = passwords.ownOf(macOf(1))
  await passwords.keep(macOf(1), made, true)
  await passwords.forget(macOf(1))
  expect((await opened(store)).of(macOf(1))).toBeUndefined()
  expect(passwords.ownOf(macOf(1))).not.toBe(made)
})

test('another tab’s boards stay', async () => {
  const store = memoryStore()
  const [one, other] = [await opened(store), await opened(store)]
  await one.keep(macOf(1), 'password-1', true)
  await other.keep(macOf(2), 'password-2', true)
  expect(other.of(macOf(1))).toBe('password-1')
})

test('the oldest go where there are too many', async () => {
  const boards = Array.from({ length: mostBoardPasswords }, (_, number) => ({
    mac: macOf(number),
    password: 'password',
    isOwn: true,
    atMs: 0,
  }))
  const passwords = await opened(memoryStore({ 'board-passwords': { version: 1, boards } }))
  await passwords.keep(macOf(5000), 'password-new', true)
  expect(passwords.list).toHaveLength(mostBoardPasswords)
  expect(passwords.of(macOf(mostBoardPasswords - 1))).toBeUndefined()
})

test.each([
  ['nothing', undefined],
  ['a list of nonsense', { version: 1, boards: [1, null, { mac: 'x' }] }],
  ['no list', 'passwords'],
])('what is damaged is left out: %s', async (_, stored) => {
  const passwords = await opened(memoryStore({ 'board-passwords': stored }))
  expect(passwords.list).toEqual([])
  expect(passwords.isKept).toBe(true)
})

test('a newer page’s list is left alone, and what is made here lasts until a reload', async () => {
  const newer = { version: 2, boards: {} }
  const store = memoryStore({ 'board-passwords': newer })
  const passwords = await opened(store)
  await passwords.keep(macOf(1), 'password-1', true)
  expect(passwords.of(macOf(1))).toBe('password-1')
  expect(passwords.isKept).toBe(false)
  expect(await store.transact((transaction) => transaction.read('board-passwords'))).toEqual(newer)
})

test('where the browser keeps nothing, they last as long as the page', async () => {
  const blocked: KeyValueStore = { transact: () => Promise.reject(new Error('blocked')) }
  const passwords = await opened(blocked)
  expect(passwords.isLoaded).toBe(true)
  await passwords.keep(macOf(1), 'password-1', true)
  expect(passwords.ownOf(macOf(1))).toBe('password-1')
  expect(passwords.isKept).toBe(false)
})

test('virtual boards have a list of their own', async () => {
  const store = memoryStore()
  const virtual = boardPasswordsIn(store, 'virtual')
  await virtual.keep(macOf(1), 'password-1', true)
  const real = boardPasswordsIn(store, 'real')
  await real.load()
  expect(real.of(macOf(1))).toBeUndefined()
  expect(boardPasswordsIn(store, 'virtual')).toBe(virtual)
})

const wishing = (portal: object) =>
  parsePreset({ ...newPreset(), portal: { ...newPreset().portal, ...portal } })

test('what goes to the board: its own password, seconds in place of minutes', () => {
  const preset = wishing({ password: { is: 'own' }, closesAfter: 5, opens: { button: 0 } })
  const settings = portalSettings(preset, { password: 'made-for-it' })
  expect(settings).toMatchObject({
    password: 'made-for-it',
    timeoutSeconds: 300,
    opens: { button: 0 },
  })
  expect(givenPasswords()).toContain('made-for-it')
})

test('never an open network where a closed one was wanted', () => {
  expect(() => portalSettings(wishing({ password: { is: 'own' } }))).toThrow()
})
