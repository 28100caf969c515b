/**
 * How many paths a backtracking matcher may try before it rejects an entry: one for each way to split the
 * entry among the pattern's parts. See pattern.ts.
 */
import { firstOf, type CharacterSet, type Part } from './pattern-parser.ts'

/** The factor of one repetition whose next part may begin with the same characters. */
const pathsOfRepetition = 64

/**
 * An upper bound of the number of paths; Infinity where it grows with the length of the entry.
 * @param next      what can follow
 * @param repeated  inside a repetition nothing may be ambiguous: the number would double with each turn
 */
export function countPaths(alternatives: Part[][], next: CharacterSet, repeated: boolean): number {
  let ways = 1
  let seen: CharacterSet = 0n
  let ambiguous = false
  for (const sequence of alternatives) {
    const first = firstOf(sequence, next)
    ambiguous ||= (first & seen) !== 0n
    seen |= first
    ways *= pathsOfSequence(sequence, next, repeated)
  }
  if (!ambiguous) return ways
  return repeated ? Infinity : ways * alternatives.length
}

function pathsOfSequence(sequence: Part[], next: CharacterSet, repeated: boolean): number {
  let ways = 1
  for (const [index, part] of sequence.entries())
    ways *= pathsOfPart(part, firstOf(sequence.slice(index + 1), next), repeated)
  return ways
}

function pathsOfPart(part: Part, next: CharacterSet, repeated: boolean): number {
  const { first, quantifier, alternatives } = part
  const again = quantifier === '*' || quantifier === '+'
  const inner = alternatives
    ? countPaths(alternatives, again ? first | next : next, again || repeated)
    : 1
  if (!quantifier || !(first & next)) return inner
  if (repeated) return Infinity
  return inner * (again ? pathsOfRepetition : 2)
}
