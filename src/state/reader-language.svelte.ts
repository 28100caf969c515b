/**
 * The language of the page: as the browser asks for, or as chosen by hand. It changes while the page is
 * open: whoever has read a message reads it anew, and nothing else is touched.
 */
import { observeReads, loadRestWith, speak, type Words } from '../messages/current'
import { bestLanguage, reference, type Language } from '../messages/languages'

type Load = () => Promise<{ default: Words }>

/** How the words of each offered language are loaded: those of the first view, and the rest. */
export type Catalogues = Partial<Record<Language, { first: Load; rest: Load }>>

export class ReaderLanguage {
  #catalogues: Catalogues
  #current = $state<Language>(reference)
  #first: Words = {}
  #rest: Promise<void> | undefined
  /** The last that was asked for: an answer that comes late does not change the language back. */
  #wanted: Language = reference

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
   * With the words of the first view only. Where they do not come, English is better than nothing.
   * @param chosen by hand; undefined or no longer offered: `wanted` decides
   * @param wanted as browsers list languages
   */
  async start(chosen: Language | undefined, wanted: readonly string[]): Promise<void> {
    const best = this.#best(chosen, wanted)
    this.#wanted = best
    const load = (language: Language) => this.#load(language, 'first')
    const [language, words] = await load(best).then(
      (words) => [best, words] as const,
      async () => [reference, await load(reference)] as const,
    )
    this.#first = words
    this.#speak(language, words)
  }

  /**
   * With all words: whatever is shown already needs its own.
   * @throws if they do not come; the page stays as it is
   */
  async change(chosen: Language | undefined, wanted: readonly string[]): Promise<void> {
    const language = this.#best(chosen, wanted)
    this.#wanted = language
    if (language === this.#current) return
    const parts = [this.#load(language, 'first'), this.#load(language, 'rest')]
    const [first, rest] = await Promise.all(parts)
    if (this.#wanted !== language) return
    this.#rest = Promise.resolve()
    this.#speak(language, { ...first, ...rest })
  }

  #best(chosen: Language | undefined, wanted: readonly string[]): Language {
    return chosen && this.offered.includes(chosen) ? chosen : bestLanguage(wanted, this.offered)
  }

  async #load(language: Language, which: 'first' | 'rest'): Promise<Words> {
    const catalogue = this.#catalogues[language]
    return catalogue ? (await catalogue[which]()).default : {}
  }

  #loadRest(): Promise<void> {
    this.#rest ??= this.#addRest()
    this.#rest.catch(() => (this.#rest = undefined))
    return this.#rest
  }

  async #addRest(): Promise<void> {
    const language = this.#current
    const rest = await this.#load(language, 'rest')
    // Changed in the meantime: then all words are there.
    if (this.#current === language) speak(language, { ...this.#first, ...rest })
  }

  #speak(language: Language, words: Words) {
    speak(language, words)
    this.#current = language
  }
}
