/** The catalogues as files: which parts a language has, and all of its messages in one. Build time only. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { languages, reference, type Language } from '../languages.ts'
import { readCatalogue, type Catalogue } from './compile.ts'

/** Catalogues by part. */
export type Parts = Record<string, Catalogue>

/** @param folder src/messages/ */
export function readParts(folder: string, language: Language): Parts {
  const files = existsSync(join(folder, language)) ? readdirSync(join(folder, language)) : []
  return Object.fromEntries(
    files.map((file) => [
      file.replace(/\.json$/, ''),
      readCatalogue(readFileSync(join(folder, language, file), 'utf8')),
    ]),
  )
}

/** The languages that have every part: the others are being translated, and nobody is offered them. */
export function offeredLanguages(folder: string): Language[] {
  const all = Object.keys(readParts(folder, reference))
  return languages.filter((language) => {
    const own = readParts(folder, language)
    return all.every((part) => part in own)
  })
}

/** `own`, with English where it has nothing, and without what English does not have. */
export const filled = (english: Catalogue, own: Catalogue | undefined): Catalogue =>
  Object.fromEntries(
    Object.entries(english).map(([name, value]) => {
      const other = own?.[name]
      if (typeof value !== 'string')
        return [name, filled(value, typeof other === 'object' ? other : undefined)]
      return [name, typeof other === 'string' ? other : value]
    }),
  )
