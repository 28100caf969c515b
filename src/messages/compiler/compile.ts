/**
 * Compiles catalogues (`src/messages/<language>/<part>.json`, ICU MessageFormat) to functions, and the
 * English ones to files with types: `compiled/<part>.js` and `compiled/<part>.d.ts`. Build time only.
 */
import MessageFormat from '@messageformat/core'
import compileModule from '@messageformat/core/compile-module.js'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { parametersOf } from './parameters.ts'

/** A part of the catalogue: messages by name, in groups as deep as one likes. */
export interface Catalogue {
  [name: string]: string | Catalogue
}

const name = v.pipe(v.string(), v.regex(/^[a-z][a-zA-Z0-9]*$/, 'A message is named in camelCase.'))
const catalogueSchema: v.GenericSchema<unknown, Catalogue> = v.record(
  name,
  v.union([v.string(), v.lazy(() => catalogueSchema)]),
)

/**
 * @param json the text of one catalogue file
 * @throws {Error} naming the first thing in it that is no message, or whose syntax is wrong
 */
export const readCatalogue = (json: string): Catalogue => v.parse(catalogueSchema, JSON.parse(json))

/**
 * Plural rules by the browser's Intl.PluralRules, instead of the tables that the library brings. It takes
 * a function's name for the language, and the name of the module that exports it. Ordinals are
 * refused (parameters.ts).
 */
function pluralRules(language: string, module: string) {
  const rules = new Intl.PluralRules(language)
  const categoryOf = (value: number | string) => rules.select(Number(value))
  return Object.assign(Object.defineProperty(categoryOf, 'name', { value: language }), {
    cardinals: rules.resolvedOptions().pluralCategories,
    ordinals: [],
    module,
  })
}

/**
 * @param rules where the module imports plural-rules.ts from
 * @returns the source of an ES module whose default export has a function for each message
 */
export const moduleOf = (
  catalogue: Catalogue,
  language: string,
  rules = '../plural-rules',
): string =>
  compileModule(new MessageFormat(pluralRules(language, rules), { strict: true }), catalogue)

/** @returns the declaration of that module; each message's text is its documentation */
export const declarationOf = (catalogue: Catalogue): string =>
  `declare const messages: ${groupType(catalogue, '')}\nexport default messages\n`

function groupType(group: Catalogue, indent: string): string {
  const inner = `${indent}  `
  const lines = Object.entries(group).map(([key, value]) =>
    typeof value === 'string'
      ? `${inner}/** ${value.replaceAll('*/', '*\\/')} */\n${inner}${key}(${valuesType(value)}): string\n`
      : `${inner}${key}: ${groupType(value, inner)}\n`,
  )
  return `{\n${lines.join('')}${indent}}`
}

function valuesType(text: string): string {
  const parameters = [...parametersOf(text)].map(([key, type]) => `${key}: ${type}`)
  return parameters.length > 0 ? `values: { ${parameters.join('; ')} }` : ''
}

/**
 * Writes modules and declarations of all parts in `language` below `folder` (src/messages/). Files that
 * are already right stay untouched: whoever watches them sees only what changed.
 */
export function compileCatalogues(folder: string, language = 'en'): void {
  const into = join(folder, 'compiled')
  mkdirSync(into, { recursive: true })
  const written = readdirSync(join(folder, language)).flatMap((file) => {
    const part = file.replace(/\.json$/, '')
    const catalogue = readCatalogue(readFileSync(join(folder, language, file), 'utf8'))
    writeIfNew(join(into, `${part}.js`), moduleOf(catalogue, language))
    writeIfNew(join(into, `${part}.d.ts`), declarationOf(catalogue))
    return [`${part}.js`, `${part}.d.ts`]
  })
  const left = readdirSync(into).filter((file) => !written.includes(file))
  for (const file of left) rmSync(join(into, file))
}

function writeIfNew(path: string, text: string): void {
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text)
}
