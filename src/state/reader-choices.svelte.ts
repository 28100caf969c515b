/** Language and theme as chosen by hand: kept on the device, the same in every tab of the page. */
import { bestLanguage, type Language } from '../messages/languages'
import { choose, readChoices, type Theme } from './device-choices'
import type { ReaderLanguage } from './reader-language.svelte'

interface Shown {
  /** The browser's languages, best first. */
  wanted: readonly string[]
  showTheme: (theme: Theme | undefined) => void
  showLanguage: (language: Language) => void
}

export class ReaderChoices {
  readonly #language: ReaderLanguage
  readonly #shown: Shown
  #theme = $state(readChoices().theme)
  /** The last that was asked for: an answer that comes late does not change the language back. */
  #asked: Language

  constructor(language: ReaderLanguage, shown: Shown) {
    this.#language = language
    this.#shown = shown
    this.#asked = language.current
  }

  get theme(): Theme | undefined {
    return this.#theme
  }

  get language(): Language {
    return this.#language.current
  }

  get offered(): Language[] {
    return this.#language.offered
  }

  /** @param theme undefined: as the system says */
  chooseTheme(theme: Theme | undefined): void {
    choose('theme', theme)
    this.#showTheme(theme)
  }

  /** @throws if its words do not come; then nothing is chosen */
  async chooseLanguage(language: Language): Promise<void> {
    await this.#changeLanguage(language)
    if (this.language === language) choose('language', language)
  }

  /** What another tab has chosen. */
  async follow(): Promise<void> {
    const { language, theme } = readChoices()
    this.#showTheme(theme)
    const { offered } = this
    const known = language && offered.includes(language) ? language : undefined
    // Without its words, the page stays as it is.
    await this.#changeLanguage(known ?? bestLanguage(this.#shown.wanted, offered)).catch(() => {})
  }

  #showTheme(theme: Theme | undefined) {
    this.#theme = theme
    this.#shown.showTheme(theme)
  }

  /** With all words: whatever is shown already needs its own. */
  async #changeLanguage(language: Language) {
    this.#asked = language
    if (language === this.language) return
    const words = (['first', 'rest'] as const).map((which) => this.#language.load(language, which))
    const [first, rest] = await Promise.all(words)
    if (this.#asked !== language) return
    this.#language.speak(language, first!, rest)
    this.#shown.showLanguage(language)
  }
}
