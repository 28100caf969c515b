/** Stand-ins say everything in the language of the moment, and what is loaded later comes with its words. */
import { parseAst } from 'vite'
import { afterEach, expect, test, vi } from 'vitest'
import { waitForWords } from '../../../src/messages/compiler/wait-for-words'
import {
  currentLanguage,
  loadRestWith,
  observeReads,
  partOf,
  speak,
  withWords,
} from '../../../src/messages/current'
import { bestLanguage } from '../../../src/messages/languages'
import { date, fixed } from '../../../src/messages/format'

interface Part {
  title: () => string
  group: { files: (values: { n: number }) => string }
}
const m = partOf('plan') as Part
const english = {
  plan: { title: () => 'Plan', group: { files: ({ n }: { n: number }) => `${n} files` } },
}
const german = {
  plan: { title: () => 'Plan', group: { files: ({ n }: { n: number }) => `${n} Dateien` } },
}

afterEach(() => {
  speak('en', {})
  observeReads(() => {})
  loadRestWith(() => Promise.resolve())
})

test('a message that a table holds follows the language', () => {
  const { files } = m.group
  speak('en', english as never)
  expect(files({ n: 2 })).toBe('2 files')
  speak('de', german as never)
  expect(files({ n: 2 })).toBe('2 Dateien')
  expect(m.group.files, 'the same function').toBe(files)
})

test('numbers and dates follow it, too', () => {
  const day = Date.UTC(2026, 10, 28, 12)
  expect([fixed(1234.5, 2), date(day)]).toEqual(['1,234.50', '28 November 2026'])
  speak('de', {})
  expect([fixed(1234.5, 2), date(day)]).toEqual(['1.234,50', '28. November 2026'])
})

test('every read is noted', () => {
  const note = vi.fn()
  observeReads(note)
  speak('en', english as never)
  m.title()
  currentLanguage()
  expect(note).toHaveBeenCalledTimes(2)
})

test('a message without words is a mistake that is named, unless its English is built in', () => {
  expect(() => m.group.files({ n: 1 })).toThrow('plan.group.files')
  expect((partOf('plan', english.plan as never) as Part).title()).toBe('Plan')
})

test('a stand-in is no promise', async () => {
  expect(await Promise.resolve(m)).toBe(m)
})

test('a part comes when its words are there, and not without them', async () => {
  let bring = () => {}
  loadRestWith(() => new Promise((resolve) => (bring = resolve)))
  const shown = vi.fn()
  const loading = withWords(Promise.resolve('part')).then(shown)
  await Promise.resolve()
  expect(shown).not.toHaveBeenCalled()
  bring()
  await loading
  expect(shown).toHaveBeenCalledWith('part')
  loadRestWith(() => Promise.reject(new Error('offline')))
  await expect(withWords(Promise.resolve('part'))).rejects.toThrow('offline')
})

test('the build makes each import() of a file of the page wait, and no other', () => {
  const code = "const a = [import('./A.svelte'), import('virtual:x')]; a.then(() => import('../b'))"
  expect(waitForWords(code, parseAst(code), '/current.ts')).toBe(
    "import { withWords as __withWords } from '/current.ts'\n" +
      "const a = [__withWords(import('./A.svelte')), import('virtual:x')]; a.then(() => __withWords(import('../b')))",
  )
  for (const other of ['import("x")', 'import("./service-worker-client")'])
    expect(waitForWords(other, parseAst(other), '/current.ts')).toBeUndefined()
})

test.each([
  [['de-AT', 'en'], 'de'],
  [['pt-BR'], 'pt'],
  [['it-IT', 'fr-CH', 'de'], 'fr'],
  [['NL'], 'nl'],
  [['es'], 'en'],
  [['den', 'zh-Hant-TW', ''], 'en'],
  [[], 'en'],
])('of %j it is %s', (wanted, best) => {
  expect(bestLanguage(wanted, ['en', 'de', 'fr', 'pt', 'nl'])).toBe(best)
})
