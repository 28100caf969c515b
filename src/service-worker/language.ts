/**
 * Of the words, those of the reader's language alone are kept for visits without internet. The page remembers
 * which that is where a worker can read it; a new version is installed with its words, too.
 */
import type { PrecacheEntry } from 'workbox-precaching'

const cacheName = 'portal-flasher-language'
const key = 'language.json'

/** Asks every worker of the page to keep the words of the language that is remembered. */
export const keepLanguageMessage = 'keep language'

export async function rememberLanguage(language: string): Promise<void> {
  await (await caches.open(cacheName)).put(key, Response.json(language))
}

/** English where nothing is remembered: of a visit before there were languages. */
export async function rememberedLanguage(): Promise<string> {
  const stored: unknown = await (await caches.match(key, { cacheName }))?.json()
  return typeof stored === 'string' && /^[a-z]{2}$/.test(stored) ? stored : 'en'
}

/** As the build names them (messages/compiler/page-plugin.ts). */
const languageOf = (url: string) => /_language-(\w\w)-(first|rest)/.exec(url)?.[1]

/** The words of `language`. */
export const wordsIn = (files: PrecacheEntry[], language: string): PrecacheEntry[] =>
  files.filter(({ url }) => languageOf(url) === language)

/** Everything but the words of other languages. */
export const neededFor = (files: PrecacheEntry[], language: string): PrecacheEntry[] =>
  files.filter(({ url }) => [undefined, language].includes(languageOf(url)))
