/** Which of the two lists a visit begins with. */
import { expect, test } from 'vitest'
import { memoryStore, type KeyValueStore } from '../../../../src/presets/key-value-store'
import { rememberShown, shownKind } from '../../../../src/state/batch/shown-kind'

test('the list that was shown last is shown again', async () => {
  const store = memoryStore()
  expect(await shownKind(store)).toBe('real')
  await rememberShown(store, 'virtual')
  expect(await shownKind(store)).toBe('virtual')
  await rememberShown(store, 'real')
  expect(await shownKind(store)).toBe('real')
})

test('what is no list, and a browser that keeps nothing, begin with real boards', async () => {
  expect(await shownKind(memoryStore({ shown: 'else' }))).toBe('real')
  const blocked: KeyValueStore = { transact: () => Promise.reject(new Error('Blocked.')) }
  await rememberShown(blocked, 'virtual')
  expect(await shownKind(blocked)).toBe('real')
})
