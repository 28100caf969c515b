/**
 * The language of the page. It changes while the page is open: whoever has read a message reads it anew, and
 * nothing else is touched. Which language: before-paint.ts at the start, reader-choices.svelte.ts afterwards.
 */
import { loadRestWith, observeReads, speak, type Words } from '../messages/current'
import { reference, type Language } from '../messages/languages'

type Load = () => Promise<{ default: Words }>

/** How the words of each offered language are loaded: those of the first view, and the rest. */
export type Catalogues = Partial<Record<Language, { first: Load; rest: Load }>>

export class ReaderLanguage {
  readonly #catalogues: Catalogues
  #current = $state<Language>(reference)
  #first: Words = {}
  #rest: Promise<void> | undefined

  constructor(catalogues: Catalogues) {
    this.#catalogues = catalogues
    observeReads(() => void this.#current)
    loadRestWith(() => this.#loadRest())
  }

  get current(): Language {
    return this.#current
  }

  get offered(): Language[] {
    return Object.keys(this.#catalogues) as Language[]
  }

  /**
   * With the words of the first view only. Where they do not come, another language is better than none.
   * @throws if none comes
   */
  async start(language: Language): Promise<void> {
    let failure: unknown
    for (const one of [language, ...this.offered]) {
      const words = await this.load(one, 'first').catch((error) => void (failure ??= error))
      if (words) return this.speak(one, words)
    }
    throw failure
  }

  async load(language: Language, which: 'first' | 'rest'): Promise<Words> {
    return (await this.#catalogues[language]![which]()).default
  }

  /** @param rest together with `first`, all words; without, they are loaded when they are needed */
  speak(language: Language, first: Words, rest?: Words): void {
    this.#first = first
    this.#rest = rest && Promise.resolve()
    speak(language, { ...first, ...rest })
    this.#current = language
  }

  #loadRest(): Promise<void> {
    this.#rest ??= this.#addRest()
    this.#rest.catch(() => (this.#rest = undefined))
    return this.#rest
  }

  async #addRest(): Promise<void> {
    const language = this.#current
    const rest = await this.load(language, 'rest')
    // Changed in the meantime: then all words are there.
    if (this.#current === language) speak(language, { ...this.#first, ...rest })
  }
}
