/**
 * `npx tsx src/messages/compiler/review.ts de`: what is left to translate, what is wrong, and what has changed
 * in English since (by Git: the English beside which a translation was written).
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { asLanguage, reference, type Language } from '../languages.ts'
import { readParts } from './catalogues.ts'
import { faultsOf, messagesIn, sameAsEnglish } from './compare.ts'
import { readCatalogue } from './compile.ts'

const folder = fileURLToPath(new URL('..', import.meta.url))
const git = (...words: string[]) =>
  execFileSync('git', words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })

/** @returns one line for each message that is missing, wrong or stale */
export function review(language: Language): string[] {
  const own = readParts(folder, language)
  const same = sameAsEnglish(folder, language)
  return Object.entries(readParts(folder, reference)).flatMap(([part, english]) => {
    const translated = own[part]
    if (!translated) return [`${part} is missing, with ${messagesIn(english).size} messages.`]
    const stale = staleIn(part, language, messagesIn(english), messagesIn(translated))
    return [...faultsOf(part, english, translated, same), ...stale]
  })
}

/** Messages whose English is no longer what it was when their translation came into the history. */
function staleIn(
  part: string,
  language: Language,
  english: Map<string, string>,
  own: Map<string, string>,
): string[] {
  const commits = git('log', '--format=%H', '--', `${language}/${part}.json`)
    .split('\n')
    .filter(Boolean)
  const written = new Map<string, string | undefined>()
  const open = new Set(own.keys())
  for (const commit of commits) {
    const [then, source] = [messagesAt(commit, language, part), messagesAt(commit, reference, part)]
    for (const name of open) {
      if (then.get(name) !== own.get(name)) open.delete(name)
      else written.set(name, source.get(name))
    }
  }
  return [...written].flatMap(([name, source]) =>
    english.has(name) && source !== english.get(name)
      ? [`${part}:${name} was: ${source ?? 'not there'}\n  is now: ${english.get(name)}`]
      : [],
  )
}

function messagesAt(commit: string, language: Language, part: string): Map<string, string> {
  try {
    return messagesIn(readCatalogue(git('show', `${commit}:./${language}/${part}.json`)))
  } catch {
    return new Map()
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const language = asLanguage(process.argv[2])
  if (!language) throw new Error('Which language? npx tsx src/messages/compiler/review.ts de')
  const found = review(language)
  for (const line of found) console.log(line)
  console.log(`${language}: ${found.length} to look at`)
}
