/** What is wrong with a translation, beside its English: for a test, and for those who translate. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { Catalogue } from './compile.ts'
import { parametersOf } from './parameters.ts'

/** Every message by its full name: "group.name". */
export const messagesIn = (catalogue: Catalogue, prefix = ''): Map<string, string> =>
  new Map(
    Object.entries(catalogue).flatMap(([name, value]) =>
      typeof value === 'string'
        ? [[prefix + name, value] as const]
        : [...messagesIn(value, `${prefix}${name}.`)],
    ),
  )

/**
 * @param part name of the catalogue
 * @param same messages that may be the same as in English, as "part:group.name"
 * @returns one line for each fault, each with the message's name first
 */
export function faultsOf(
  part: string,
  english: Catalogue,
  own: Catalogue,
  same: ReadonlySet<string>,
): string[] {
  const originals = messagesIn(english)
  const translations = messagesIn(own)
  const missing = [...originals.keys()].filter((name) => !translations.has(name))
  return [
    ...missing.map((name) => `${part}:${name} is missing.`),
    ...[...translations].flatMap(([name, text]) => {
      const fault = faultIn(text, originals.get(name), same.has(`${part}:${name}`))
      return fault ? [`${part}:${name} ${fault}`] : []
    }),
  ]
}

function faultIn(text: string, english: string | undefined, maybeSame: boolean) {
  if (english === undefined) return 'is not in English.'
  if (text.trim() === '') return 'is empty.'
  if (parameters(text) !== parameters(english))
    return `asks for ${parameters(text) || 'nothing'} instead of ${parameters(english) || 'nothing'}.`
  if (tags(text) !== tags(english))
    return `has the tags ${tags(text) || 'none'} instead of ${tags(english) || 'none'}.`
  if (text === english && hasWords(english) && !maybeSame) return 'is the same as in English.'
  return undefined
}

const sorted = (items: Iterable<string>) => [...new Set(items)].sort().join(', ')

/** Sorted by name; the cases of a choice, too. */
const parameters = (text: string) =>
  sorted(
    [...parametersOf(text)].map(
      ([name, type]) => `{${name}: ${type.split(' | ').sort().join(' | ')}}`,
    ),
  )

/** Which there are; how often depends on the plural forms of a language. A tag left open counts, too. */
const tags = (text: string) => sorted(text.match(/<\/?(b|code|kbd|link)>/g) ?? [])

/** What is left without values, commands and names of keys may need no translation. */
const hasWords = (text: string) =>
  /\p{L}/u.test(text.replace(/<(code|kbd)>.*?<\/\1>|\{[^{}]*\}|<[^>]*>/g, ''))

/**
 * Looked through by a person: what is rightly the same as in English, names and units above all. A list for
 * all languages, and one for each.
 * @param folder src/messages/
 */
export const sameAsEnglish = (folder: string, language: string): Set<string> =>
  new Set(
    ['all', language].flatMap((name) => listIn(join(folder, 'same-as-english', `${name}.json`))),
  )

const listIn = (file: string): string[] =>
  existsSync(file) ? v.parse(v.array(v.string()), JSON.parse(readFileSync(file, 'utf8'))) : []
