/** The languages that the page may have, each by its own name, and which of them suits a reader. */
export const languageNames = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  pt: 'Português',
  nl: 'Nederlands',
} as const

export type Language = keyof typeof languageNames

/** What texts are written in first, and what stands in for one that is missing elsewhere. */
export const reference = 'en' satisfies Language

export const languages = Object.keys(languageNames) as Language[]

/** @returns `text` as one of our languages, if it is one: "de", but not "de-AT" */
export const asLanguage = (text: unknown): Language | undefined =>
  languages.find((language) => language === text)

/**
 * @param wanted language tags as browsers list them, best first: "de-AT", "pt-BR", "en"
 * @param offered languages to choose from
 * @returns the first that is offered, whatever its region; English if none is
 */
export function bestLanguage(wanted: readonly string[], offered: readonly string[]): Language {
  for (const tag of wanted) {
    const base = asLanguage(/^[a-z]+/i.exec(tag)?.[0].toLowerCase())
    if (base && offered.includes(base)) return base
  }
  return reference
}
