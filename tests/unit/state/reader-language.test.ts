/** The language of the page: from the start on, by hand, and when words do not come. */
import { beforeEach, expect, test, vi } from 'vitest'
import { partOf, withWords } from '../../../src/messages/current'
import { ReaderChoices } from '../../../src/state/reader-choices.svelte'
import { ReaderLanguage, type Catalogues } from '../../../src/state/reader-language.svelte'

const stored = new Map<string, string>()
vi.stubGlobal('localStorage', {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => void stored.set(key, value),
  removeItem: (key: string) => void stored.delete(key),
})

const first = partOf('first') as { word: () => string }
const rest = partOf('rest') as { word: () => string }
let asked: string[]
let offline: (file: string) => boolean

const file = (language: string, part: 'first' | 'rest') => async () => {
  asked.push(`${language}-${part}`)
  if (offline(`${language}-${part}`)) throw new Error('offline')
  return { default: { [part]: { word: () => `${language} ${part}` } } }
}
const both = (language: string) => ({
  first: file(language, 'first'),
  rest: file(language, 'rest'),
})
const catalogues: Catalogues = { en: both('en'), de: both('de'), fr: both('fr') }

function choicesOf(language: ReaderLanguage, wanted = ['en']) {
  const [showTheme, showLanguage] = [vi.fn(), vi.fn()]
  return {
    choices: new ReaderChoices(language, { wanted, showTheme, showLanguage }),
    showTheme,
    showLanguage,
  }
}

beforeEach(() => {
  asked = []
  offline = () => false
  stored.clear()
})

test('at first only the first words of one language are loaded, the rest with the first later part', async () => {
  const language = new ReaderLanguage(catalogues)
  await language.start('de')
  expect(first.word()).toBe('de first')
  expect(asked).toEqual(['de-first'])
  await Promise.all([withWords(Promise.resolve()), withWords(Promise.resolve())])
  expect(rest.word()).toBe('de rest')
  expect(asked).toEqual(['de-first', 'de-rest'])
})

test('where the words of a language do not come, the page starts in another', async () => {
  offline = (name) => name.startsWith('de')
  const language = new ReaderLanguage(catalogues)
  await language.start('de')
  expect(language.current).toBe('en')
  offline = () => true
  await expect(language.start('de')).rejects.toThrow('offline')
})

test('the rest is asked for again after it did not come', async () => {
  const language = new ReaderLanguage(catalogues)
  await language.start('en')
  offline = () => true
  await expect(withWords(Promise.resolve())).rejects.toThrow('offline')
  offline = () => false
  await withWords(Promise.resolve())
  expect(rest.word()).toBe('en rest')
})

test('a choice brings all words, is shown and kept', async () => {
  const language = new ReaderLanguage(catalogues)
  await language.start('en')
  const { choices, showLanguage } = choicesOf(language)
  await choices.chooseLanguage('fr')
  expect([first.word(), rest.word()]).toEqual(['fr first', 'fr rest'])
  expect(showLanguage).toHaveBeenCalledWith('fr')
  expect(stored.get('portal-flasher-language')).toBe('fr')
})

test('a choice whose words do not come changes nothing', async () => {
  const language = new ReaderLanguage(catalogues)
  await language.start('en')
  offline = (name) => name === 'fr-rest'
  await expect(choicesOf(language).choices.chooseLanguage('fr')).rejects.toThrow('offline')
  expect([language.current, first.word(), stored.size]).toEqual(['en', 'en first', 0])
})

test('of two choices in a row the last one stays, whichever answers first', async () => {
  const language = new ReaderLanguage(catalogues)
  await language.start('en')
  const { choices } = choicesOf(language)
  await Promise.all([choices.chooseLanguage('fr'), choices.chooseLanguage('de')])
  expect([language.current, stored.get('portal-flasher-language')]).toEqual(['de', 'de'])
  await Promise.all([choices.chooseLanguage('fr'), choices.chooseLanguage('de')])
  expect([language.current, stored.get('portal-flasher-language')]).toEqual(['de', 'de'])
})

test('what another tab chooses is followed, and nonsense in the storage is not', async () => {
  const language = new ReaderLanguage(catalogues)
  await language.start('en')
  const { choices, showTheme } = choicesOf(language, ['de-AT'])
  stored.set('portal-flasher-language', 'fr').set('portal-flasher-theme', 'dark')
  await choices.follow()
  expect([language.current, choices.theme]).toEqual(['fr', 'dark'])
  stored.set('portal-flasher-language', 'es').set('portal-flasher-theme', 'pink')
  await choices.follow()
  expect([language.current, choices.theme], 'as browser and system say').toEqual(['de', undefined])
  expect(showTheme).toHaveBeenLastCalledWith(undefined)
})

test('a theme is kept until it is the system’s again, and where storage is forbidden it still shows', async () => {
  const { choices, showTheme } = choicesOf(new ReaderLanguage(catalogues))
  choices.chooseTheme('dark')
  expect(stored.get('portal-flasher-theme')).toBe('dark')
  choices.chooseTheme(undefined)
  expect(stored.size).toBe(0)
  vi.spyOn(localStorage, 'setItem').mockImplementation(() => {
    throw new DOMException('forbidden', 'SecurityError')
  })
  choices.chooseTheme('light')
  expect([choices.theme, showTheme.mock.lastCall]).toEqual(['light', ['light']])
})
