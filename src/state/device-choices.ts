/**
 * What a person has chosen for this device, readable before anything is shown: language and look of the page.
 * Where the browser forbids storage, a choice lives as long as the page.
 */
import { asLanguage, type Language } from '../messages/languages'

/** Without a choice, the system's. */
export type Theme = 'light' | 'dark'

export interface Choices {
  language: Language | undefined
  theme: Theme | undefined
}

const asTheme = (text: unknown): Theme | undefined =>
  text === 'light' || text === 'dark' ? text : undefined

const prefix = 'portal-flasher-'

export const readChoices = (): Choices => ({
  language: asLanguage(read('language')),
  theme: asTheme(read('theme')),
})

/** @param value undefined: as the browser or the system says */
export function choose<Name extends keyof Choices>(name: Name, value: Choices[Name]): void {
  try {
    if (value === undefined) localStorage.removeItem(prefix + name)
    else localStorage.setItem(prefix + name, value)
  } catch {
    // Forbidden or full.
  }
}

/** Whether `event` of the window tells that another tab has chosen. */
export const isOtherTabsChoice = ({ key }: StorageEvent): boolean =>
  key === null || key.startsWith(prefix)

function read(name: keyof Choices): string | null {
  try {
    return localStorage.getItem(prefix + name)
  } catch {
    return null
  }
}
