/**
 * Reads a pattern into its parts and refuses, with a sentence that says what to write instead, what
 * MicroPython's `re` does not know. See pattern.ts.
 */
import m from '../messages/compiled/preset-rules'

/** Bit n: the ASCII character n may be here. Bit 127: any character that is not ASCII. */
export type CharacterSet = bigint
/** A character, a class or a group, with what may follow it: as often as its quantifier says. */
export interface Part {
  /** What it can begin with. */
  first: CharacterSet
  /** It may match nothing at all. */
  empty: boolean
  quantifier: '' | '?' | '*' | '+'
  /** Of a group. */
  alternatives?: Part[][]
}

/** `message` says in one sentence what to write instead. */
export class PatternError extends Error {}

export const refuse = (message: string): never => {
  throw new PatternError(message)
}

/**
 * @param text  an expression that JavaScript accepts
 * @throws PatternError
 */
export const parsePattern = (text: string): Part[][] => new Parser(text).parse()

/** What a sequence begins with, if `next` follows it. */
export const firstOf = (sequence: readonly Part[], next: CharacterSet): CharacterSet =>
  sequence.reduceRight((after, part) => (part.empty ? part.first | after : part.first), next)

const bit = (character: string): CharacterSet => 1n << BigInt(character.charCodeAt(0))
const inverse = (set: CharacterSet): CharacterSet => ~set & ((1n << 128n) - 1n)
const range = (first: string, last: string): CharacterSet => (bit(last) << 1n) - bit(first)

const digits = range('0', '9')
const wordCharacters = digits | range('A', 'Z') | range('a', 'z') | bit('_')
const named: Record<string, CharacterSet> = {
  d: digits,
  D: inverse(digits),
  w: wordCharacters,
  W: inverse(wordCharacters),
}

class Parser {
  #at = 0

  constructor(readonly text: string) {}

  parse(): Part[][] {
    if (this.text.startsWith('^')) this.#at++
    const alternatives = this.#alternatives()
    if (this.#take('$') && this.#at < this.text.length) refuse(m.pattern.endInside())
    return alternatives
  }

  #take(token: string): boolean {
    if (!this.text.startsWith(token, this.#at)) return false
    this.#at += token.length
    return true
  }

  #alternatives(): Part[][] {
    const alternatives = [this.#sequence()]
    while (this.#take('|')) alternatives.push(this.#sequence())
    if (this.text && alternatives.some((sequence) => sequence.length === 0))
      refuse(m.pattern.emptyAlternative())
    return alternatives
  }

  #sequence(): Part[] {
    const sequence: Part[] = []
    while (this.#at < this.text.length && !'|)$'.includes(this.text[this.#at]!))
      sequence.push(this.#part())
    return sequence
  }

  #part(): Part {
    const part = this.#element()
    const quantifier = this.#quantifier()
    if (quantifier && part.empty) refuse(m.pattern.emptyRepeated())
    const mayBeMissing = quantifier === '?' || quantifier === '*'
    return { ...part, quantifier, empty: part.empty || mayBeMissing }
  }

  #quantifier(): Part['quantifier'] {
    if (this.#take('{')) refuse(m.pattern.counted())
    const next = this.text[this.#at]
    if (next !== '?' && next !== '*' && next !== '+') return ''
    this.#at++
    this.#take('?') // lazy or not: the whole entry has to match
    return next
  }

  #element(): Omit<Part, 'quantifier'> {
    if (this.#take('(')) return this.#group()
    return { first: this.#characters(), empty: false }
  }

  #characters(): CharacterSet {
    const character = this.text[this.#at++]!
    if (character === '[') return this.#class()
    if (character === '\\') return this.#escape()
    if (character === '^') refuse(m.pattern.startInside())
    return character === '.' ? inverse(0n) : bit(character)
  }

  #group(): Omit<Part, 'quantifier'> {
    if (this.#take('?') && !this.#take(':')) refuse(m.pattern.groupForm())
    const alternatives = this.#alternatives()
    if (!this.#take(')')) refuse(m.pattern.endInGroup())
    const first = alternatives.reduce((all, sequence) => all | firstOf(sequence, 0n), 0n)
    const empty = alternatives.some((sequence) => sequence.every((part) => part.empty))
    return { first, empty, alternatives }
  }

  #escape(): CharacterSet {
    const character = this.text[this.#at++]!
    const set = named[character]
    if (set !== undefined) return set
    if (/[a-zA-Z0-9]/.test(character)) refuse(m.pattern.escape({ character }))
    return bit(character)
  }

  #class(): CharacterSet {
    const negated = this.#take('^')
    let set = 0n
    while (!this.#take(']')) set |= this.#member()
    if (set === 0n) refuse(m.pattern.emptyClass())
    return negated ? inverse(set) : set
  }

  #member(): CharacterSet {
    const start = this.#at
    const first = this.text[this.#at++]!
    if (first === '[') refuse(m.pattern.nestedClass())
    if (first === '\\') {
      const character = this.text[this.#at++]!
      if (/[a-zA-Z0-9]/.test(character)) refuse(m.pattern.escapeInClass())
      if (this.text[this.#at] === '-') refuse(m.pattern.rangeEnds())
      return bit(character)
    }
    if (!this.#take('-')) return bit(first)
    const last = this.text[this.#at++]!
    if (last === '-' || last === '\\')
      refuse(m.pattern.rangeEndsNot({ range: this.text.slice(start, this.#at) }))
    return range(first, last)
  }
}
