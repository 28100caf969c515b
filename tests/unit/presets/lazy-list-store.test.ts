/** On a first visit no format is loaded; with anything stored it is, and what does not load is tried again. */
import { expect, test } from 'vitest'
import { memoryStore } from '../../../src/presets/key-value-store'
import { LazyListStore } from '../../../src/presets/lazy-list-store'
import { ListStore, type ListFormat } from '../../../src/presets/list-store'

const format: ListFormat<string> = {
  key: 'list',
  version: 1,
  itemsField: 'presets',
  damagedKeyPrefix: 'damaged-',
  deletedKey: 'deleted-list',
  parse: (data) => (typeof data === 'string' ? data : undefined),
  isNewer: () => false,
  defaults: () => ['first'],
}

function lazy(stored: Record<string, unknown> = {}) {
  const opened: string[] = []
  const store = new LazyListStore(memoryStore(stored), {
    keys: [format.key, format.deletedKey],
    defaults: format.defaults,
    open: async (storage) => {
      opened.push('opened')
      if (opened.length === 1 && stored.fails) throw new TypeError('offline')
      return new ListStore(storage, format)
    },
  })
  return { store, opened }
}

test('nothing stored: the defaults, and no format', async () => {
  const { store, opened } = lazy()
  expect(await store.load()).toEqual({ items: ['first'], foreign: [], deleted: [] })
  expect(opened).toEqual([])
})

test('a change loads the format once, and what it wrote is read the next time', async () => {
  const { store, opened } = lazy()
  await store.change((items) => [...items, 'second'])
  expect((await store.load()).items).toEqual(['first', 'second'])
  expect(opened).toEqual(['opened'])
})

test.each([
  ['a list', { list: { version: 1, presets: ['a'] } }, ['a']],
  ['nonsense, which is kept aside', { list: 'junk' }, ['first']],
  ['deleted items alone', { 'deleted-list': { version: 1, items: [] } }, ['first']],
])('%s is read by its format', async (_what, stored, items) => {
  const { store, opened } = lazy(stored)
  expect((await store.load()).items).toEqual(items)
  expect(opened).toEqual(['opened'])
})

test('a format that did not load is loaded the next time', async () => {
  const { store } = lazy({ list: { version: 1, presets: ['a'] }, fails: true })
  await expect(store.load()).rejects.toThrow('offline')
  expect((await store.load()).items).toEqual(['a'])
})

test('in memory nothing of the stored list is there', async () => {
  const { store } = lazy({ list: { version: 1, presets: ['a'] } })
  expect((await store.inMemory().load()).items).toEqual(['first'])
})
