/**
 * Vite plugin: the page's words, apart from its code. `compiled/<part>` becomes a stand-in without words
 * (current.ts); `virtual:words` loads the catalogue of one language, in two files: the parts that the page
 * imports statically, and the rest. Each `import('./X')` waits for the rest.
 */
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin, Rolldown } from 'vite'
import { asLanguage, reference, type Language } from '../languages.ts'
import { filled, offeredLanguages, readParts, type Parts } from './catalogues.ts'
import { moduleOf } from './compile.ts'
import { waitForWords } from './wait-for-words.ts'

const folder = fileURLToPath(new URL('..', import.meta.url))
const source = resolve(folder, '..')
const current = join(folder, 'current.ts')
const pluralRules = join(folder, 'plural-rules.ts')

const partImport = /\/compiled\/([\w-]+)$/
const partId = /^\0part-([\w-]+)$/
const languageId = /^\0language-(\w\w)-(first|rest)$/

/** @param entry whose static imports decide what is loaded first */
export function wordsOfPage(entry: string): Plugin {
  let development = false
  let first: Promise<Set<string>> | undefined
  return {
    name: 'words-of-page',
    enforce: 'post',
    config: (_, { command }) => void (development = command === 'serve'),
    buildStart: () => void (first = undefined),
    resolveId: {
      order: 'pre',
      handler: (id) => {
        if (/^virtual:(words$|language-)/.test(id)) return `\0${id.slice('virtual:'.length)}`
        const part = partImport.exec(id)?.[1]
        return part && `\0part-${part}`
      },
    },
    async load(id) {
      if (id === '\0words') return listOf(offeredLanguages(folder))
      const part = partId.exec(id)?.[1]
      if (part) return standInFor(part, development)
      const [, language, which] = languageId.exec(id) ?? []
      const known = asLanguage(language)
      if (!known) return undefined
      first ??= development ? undefined : staticParts(this, entry)
      const parts = await first
      return wordsOf(known, (name) => (parts?.has(name) ?? true) === (which === 'first'))
    },
    transformIndexHtml: { order: 'pre', handler: wordsInHtml },
    transform(code, id) {
      if (!id.startsWith(source) || id.startsWith(folder) || !code.includes('import(')) return
      return waitForWords(code, this.parse(code), current)
    },
  }
}

/** What is there without any catalogue: for search engines, for browsers without scripts, and if none comes. */
function wordsInHtml(html: string): string {
  const offered = offeredLanguages(folder)
  const text = (part: string, name: string, language: Language = reference) =>
    escaped(readParts(folder, language)[part]?.[name])
  const inEach = (name: string) =>
    offered.map((one) => `<p lang="${one}">${text('no-script', name, one)}</p>`).join('')
  const box = (content: string) => `<div style="padding: 1rem 2rem">${content}</div>`
  return html
    .replace('%description%', text('page-meta', 'description'))
    .replace('%no-script%', box(inEach('switchOn')))
    .replace('%incomplete%', box(inEach('incomplete')))
}

const escaped = (text: unknown): string =>
  String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** Static imports from here on, to their end: what is loaded before the page is shown. */
async function staticParts(context: Rolldown.PluginContext, entry: string): Promise<Set<string>> {
  const found = new Set([entry])
  for (const id of found) {
    await context.load({ id })
    for (const imported of context.getModuleInfo(id)?.importedIds ?? []) found.add(imported)
  }
  return new Set([...found].flatMap((id) => partId.exec(id)?.[1] ?? []))
}

const standInFor = (part: string, development: boolean) =>
  development
    ? `import { partOf } from '${current}'
import english from '${join(folder, 'compiled', `${part}.js`)}'
export default partOf('${part}', english)`
    : `import { partOf } from '${current}'
export default partOf('${part}')`

/** Imports what catalogues import, so that it comes with the page and not after it. */
const listOf = (languages: Language[]) =>
  `import '@messageformat/runtime'
import '${pluralRules}'
export default {
${languages.map((one) => `${one}: { first: () => import('virtual:language-${one}-first'), rest: () => import('virtual:language-${one}-rest') }`).join(',\n')}
}`

/** English stands in for what is not translated. */
function wordsOf(language: Language, isWanted: (part: string) => boolean): string {
  const own = readParts(folder, language)
  const wanted: Parts = Object.fromEntries(
    Object.entries(readParts(folder, reference))
      .filter(([part]) => isWanted(part))
      .map(([part, english]) => [part, filled(english, own[part])]),
  )
  return moduleOf(wanted, language, pluralRules)
}
