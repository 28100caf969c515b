/** A date as short as a row of a list asks for. Apart from format.ts, which the first view of the page needs. */
import { currentLanguage } from './current'

/** "28/11/2026" */
export function shortDate(ms: number): string {
  const language = currentLanguage()
  // As it is written in Europe, like the texts; the other languages have one way in short.
  const place = language === 'en' ? 'en-GB' : language
  return new Date(ms).toLocaleDateString(place, { dateStyle: 'short' })
}
