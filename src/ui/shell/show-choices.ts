/** What a person has chosen, in the document itself: outside of what components draw. */
import type { Language } from '../../messages/languages'
import type { Theme } from '../../state/device-choices'

/** @param theme undefined: as the system says */
export function showTheme(theme: Theme | undefined): void {
  const { dataset } = document.documentElement
  if (theme) dataset.theme = theme
  else delete dataset.theme
  // The colour of the browser's own bar: one for each theme.
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) {
    const own = meta.dataset.theme
    const chosen = own === theme ? 'all' : 'not all'
    meta.media = theme ? chosen : `(prefers-color-scheme: ${own})`
  }
}

/** @param description of the page, in `language` */
export function showLanguage(language: Language, description: string): void {
  document.documentElement.lang = language
  document.querySelector('meta[name=description]')?.setAttribute('content', description)
}
