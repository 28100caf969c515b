/** Numbers, sizes, durations, dates and lists as the reader's language writes them: Intl, and words from the catalogue. */
import m from './compiled/units'
import { currentLanguage } from './current'
import type { Language } from './languages'

/** A message of the catalogue that asks for nothing: called where it is shown. */
export type Message = () => string

/** Of dates and lists: as it is written in Europe, like the texts. */
const european: Partial<Record<Language, string>> = { en: 'en-GB', pt: 'pt-PT' }

function dateLanguage(): string {
  const language = currentLanguage()
  return european[language] ?? language
}

/** With so many digits after the point, 0 to 100: 1.5 → "1.50" */
export const fixed = (value: number, digits: number): string =>
  new Intl.NumberFormat(currentLanguage(), {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value)

const series = () => new Intl.ListFormat(dateLanguage(), { type: 'unit' })

/** "/a.py, /b.py, /c.py": of names, without "and" */
export const enumeration = (items: readonly string[]): string => series().format(items)

/** The same in parts, for items that are marked up: elements, and what stands between them */
export const enumerationParts = (items: readonly string[]) => series().formatToParts(items)

/** "28 November 2026" */
export const date = (ms: number): string =>
  new Date(ms).toLocaleDateString(dateLanguage(), { dateStyle: 'long' })

/** "09:05" */
export const time = (ms: number): string =>
  new Date(ms).toLocaleTimeString(dateLanguage(), { hour: '2-digit', minute: '2-digit' })

/** Of memory, in units of 1,024: "512 KB", "4 MB", "1.5 MB" */
export const size = (bytes: number): string =>
  bytes >= 1024 * 1024
    ? m.megabytes({ value: Math.round((bytes / 1024 / 1024) * 10) / 10 })
    : m.kilobytes({ value: Math.round(bytes / 1024) })

/** "12 s" */
export const seconds = (value: number): string => m.seconds({ value })

/** "5 min" */
export const minutes = (value: number): string => m.minutes({ value })
