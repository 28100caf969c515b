/**
 * Names every message of the catalogues that nothing uses; part of `npm run lint`. Messages are used by
 * their full name (`words.group.name`): whoever picks one by a computed name is named, too.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readCatalogue, type Catalogue } from '../../src/messages/compiler/compile'

const src = fileURLToPath(new URL('../../src', import.meta.url))
const comments = /\/\*.*?\*\/|<!--.*?-->|(?<=^|\s)\/\/.*?$/gms
/** Put into index.html by the build (src/messages/compiler/page-plugin.ts). */
const usedByBuild = ['no-script:switchOn', 'no-script:incomplete']
const imports = /import (\w+) from '[.\w/-]*\/compiled\/([\w-]+)'/g

/** `group.name` of every message. */
export const namesIn = (catalogue: Catalogue, prefix = ''): string[] =>
  Object.entries(catalogue).flatMap(([name, value]) =>
    typeof value === 'string' ? [prefix + name] : namesIn(value, `${prefix}${name}.`),
  )

/** What one file uses: `part:group.name`. */
export function usesIn(source: string): string[] {
  const code = source.replace(comments, '')
  return [...code.matchAll(imports)].flatMap(([statement, variable, part]) => {
    const rest = code.replace(statement, '')
    const uses = rest.matchAll(
      new RegExp(`(?<![\\w.$'-])${variable}\\b((?:\\s*\\.\\s*\\w+)*)`, 'g'),
    )
    return [...uses].map(([, path]) => `${part}:${(path ?? '').replace(/\s/g, '').slice(1)}`)
  })
}

function problems(): string[] {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  const sources = files
    .filter((file) => /\.(ts|svelte)$/.test(file) && !file.startsWith(join('messages', 'compile')))
    .map((file) => readFileSync(join(src, file), 'utf8'))
  const used = new Set([...usedByBuild, ...sources.flatMap(usesIn)])
  const folder = join(src, 'messages/en')
  const all = readdirSync(folder).flatMap((file) => {
    const catalogue = readCatalogue(readFileSync(join(folder, file), 'utf8'))
    return namesIn(catalogue).map((name) => `${basename(file, '.json')}:${name}`)
  })
  const known = new Set(all)
  return [
    ...all.filter((name) => !used.has(name)).map((name) => `${name} is used nowhere.`),
    ...[...used].filter((name) => !known.has(name)).map((name) => `${name} is no message.`),
  ]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = problems()
  for (const problem of found) console.error(`src/messages/en: ${problem}`)
  process.exit(found.length > 0 ? 1 : 0)
}
