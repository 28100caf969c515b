/**
 * Patterns of the sign-in page's extra fields: the part of regular expressions that a browser's
 * `pattern` attribute (JavaScript with the flag `v`) and MicroPython's `re` understand alike, and that
 * `re`, which backtracks, decides in a bounded number of steps. The board checks the same once more
 * (firmware/lib/captive_portal/pattern.py), because a program may give patterns of its own.
 *
 * Source of what `re` can: MicroPython's lib/re1.5/compilecode.c. Its jumps are signed bytes, hence the
 * limit of patterns with groups or alternatives; \s means other characters than in JavaScript;
 * \d and \w inside [ ] came with version 1.20, {n} never.
 */
import m from '../messages/compiled/preset-rules'
import { PatternError, parsePattern, refuse } from './pattern-parser.ts'
import { countPaths } from './pattern-backtracking.ts'

/** Characters of a pattern. */
export const maxPatternLength = 80
/** Of one that contains a group or alternatives. */
const maxBranchingLength = 40
/** Characters of an entry that is checked by a pattern: each may cost `re` a level of the chip's stack. */
export const maxEntryLength = 80
/** Backtracking paths; see pattern-backtracking.ts. */
const maxPaths = 4096

/** What is wrong with a pattern, in one sentence; "" if it is in the subset. An empty one is. */
export function patternProblem(text: string): string {
  try {
    checkPattern(text)
    return ''
  } catch (error) {
    if (error instanceof PatternError) return error.message
    throw error
  }
}

function checkPattern(text: string): void {
  if (text.length > maxPatternLength) refuse(m.pattern.length({ most: maxPatternLength }))
  if (!/^[ -~]*$/.test(text)) refuse(m.pattern.ascii())
  if (/[(|]/.test(text) && text.length > maxBranchingLength)
    refuse(m.pattern.branchingLength({ most: maxBranchingLength }))
  if (!isExpression(text)) refuse(m.pattern.notRegular())
  if (countPaths(parsePattern(text), 0n, false) > maxPaths) refuse(m.pattern.tooManyWays())
}

/** What a browser takes for a pattern at all. */
export function isExpression(text: string): boolean {
  try {
    new RegExp(text, 'v') // the flag with which browsers read the attribute `pattern`
    return true
  } catch {
    return false
  }
}
