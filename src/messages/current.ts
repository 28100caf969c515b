/**
 * The words that the page says now. In the page, `compiled/<part>` holds no words itself but a stand-in of
 * the same shape (`partOf`): each call looks the message up in the catalogue of the reader's language, which
 * may change at any time. Elsewhere (command line, tests, workers, lab) `compiled/<part>` is English itself.
 * Why so: docs/decisions/0018-languages.md.
 */
import { reference, type Language } from './languages'

/** Compiled messages, in groups as deep as in their catalogue; on top, the parts. */
export interface Words {
  readonly [name: string]: Words | ((values?: object) => string)
}

let language: Language = reference
let words: Words = {}
let noteRead = () => {}
let restOfWords: () => Promise<void> = () => Promise.resolve()

/** @param note called with every message and format that is read: whoever shows one reads it anew when the language changes */
export const observeReads = (note: () => void): void => void (noteRead = note)

/** From now on everything is said with `catalogue`, in `to`. */
export function speak(to: Language, catalogue: Words): void {
  language = to
  words = catalogue
}

export function currentLanguage(): Language {
  noteRead()
  return language
}

/** @param load brings the words of all parts that are not loaded with the page */
export const loadRestWith = (load: () => Promise<void>): void => void (restOfWords = load)

/**
 * What the build makes of each `import('./X')` of the page: X comes with its words or not at all. Both are
 * requested at once.
 */
export async function withWords<Part>(part: Promise<Part>): Promise<Part> {
  const [loaded] = await Promise.all([part, restOfWords()])
  return loaded
}

/**
 * @param name of the part
 * @param builtIn its English, where no catalogue is loaded: in development
 * @returns a stand-in for the part. What is read from it stays the same function in every language.
 */
export const partOf = (name: string, builtIn?: Words): unknown =>
  standIn([name], builtIn && { [name]: builtIn })

function standIn(path: readonly string[], builtIn: Words | undefined): unknown {
  const children = new Map<string, unknown>()
  return new Proxy(() => '', {
    get(_, name) {
      // A promise would take anything that has a `then` for another promise.
      if (typeof name !== 'string' || name === 'then') return undefined
      if (!children.has(name)) children.set(name, standIn([...path, name], builtIn))
      return children.get(name)
    },
    apply(_, __, [values]: [object?]) {
      noteRead()
      const message = lookUp(words, path) ?? lookUp(builtIn, path)
      if (typeof message !== 'function') throw new Error(`No words for ${path.join('.')}.`)
      return message(values)
    },
  })
}

function lookUp(from: Words | undefined, path: readonly string[]) {
  let at: Words | Words[string] | undefined = from
  for (const name of path) at = typeof at === 'object' ? at[name] : undefined
  return at
}
