/**
 * Patterns of presets that were made with version 0.1.0, which took every expression that a browser
 * knows. The board could not decide all of them, and refused entries that the browser accepted.
 */
import { isExpression, patternProblem } from './pattern.ts'

/** A character, an escape or a class, with {n}, {n,} or {n,m} behind it. */
const counted = /(\\.|\[(?:\\.|[^\]\\])*\]|[^()|*+?\\[\]{}^$])\{(\d{1,2})(,?)(\d{0,2})\}/g

/**
 * The same pattern written as `patternProblem` accepts it: `\d{4}` becomes `\d\d\d\d`. "" where that
 * cannot be: the field stays and takes every entry, as the board has always done with such patterns.
 */
export function migratePattern(text: string): string {
  if (!isExpression(text) || patternProblem(text) === '') return text // the schema has its words for the first
  const written = text.replace(counted, repeated)
  return patternProblem(written) === '' ? written : ''
}

function repeated(_: string, part: string, least: string, comma: string, most: string): string {
  const required = part.repeat(Number(least))
  if (!comma) return required
  return (
    required + (most ? `${part}?`.repeat(Math.max(0, Number(most) - Number(least))) : `${part}*`)
  )
}
