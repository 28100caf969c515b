/**
 * In how many ways an entry can be split among a pattern's parts: a matcher that backtracks tries them
 * all before it says no. See pattern.ts.
 */
import { firstOf, type CharacterSet, type Part } from './pattern-parser.ts'

/** What one repetition adds to them if the part behind it may begin with the same characters. */
const waysOfRepetition = 64

/**
 * An upper bound of the ways in which one entry can be split among the parts.
 * @param next      what can follow
 * @param repeated  inside a repetition nothing may be ambiguous: the ways would double with each turn
 */
export function countWays(alternatives: Part[][], next: CharacterSet, repeated: boolean): number {
  let ways = 1
  let seen: CharacterSet = 0n
  let ambiguous = false
  for (const sequence of alternatives) {
    const first = firstOf(sequence, next)
    ambiguous ||= (first & seen) !== 0n
    seen |= first
    ways *= waysOfSequence(sequence, next, repeated)
  }
  if (!ambiguous) return ways
  return repeated ? Infinity : ways * alternatives.length
}

function waysOfSequence(sequence: Part[], next: CharacterSet, repeated: boolean): number {
  let ways = 1
  for (const [index, part] of sequence.entries())
    ways *= waysOfPart(part, firstOf(sequence.slice(index + 1), next), repeated)
  return ways
}

function waysOfPart(part: Part, next: CharacterSet, repeated: boolean): number {
  const { first, quantifier, alternatives } = part
  const again = quantifier === '*' || quantifier === '+'
  const inner = alternatives
    ? countWays(alternatives, again ? first | next : next, again || repeated)
    : 1
  if (!quantifier || !(first & next)) return inner
  if (repeated) return Infinity
  return inner * (again ? waysOfRepetition : 2)
}
