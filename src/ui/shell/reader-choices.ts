/** Language and theme, chosen by hand: loaded with the menu, or when another tab has chosen. */
import m from '../../messages/compiled/page-meta'
import { ReaderChoices } from '../../state/reader-choices.svelte'
import type { ReaderLanguage } from '../../state/reader-language.svelte'
import { showLanguage, showTheme } from './show-choices'

let one: ReaderChoices | undefined

/** The same for the whole page. */
export function readerChoices(language: ReaderLanguage): ReaderChoices {
  one ??= new ReaderChoices(language, {
    wanted: navigator.languages,
    showTheme,
    showLanguage: (language) => showLanguage(language, m.description()),
  })
  return one
}
