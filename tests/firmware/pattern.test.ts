/** Patterns of extra fields: page, browser and board have to agree on each, and on each entry. */
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { maxEntryLength, patternProblem } from '../../src/presets/pattern'
import { startBoard, type Board } from './board'
import { runBatch } from './batch'

const encode = (text: string) => new TextEncoder().encode(text)
/** Two texts in one record; no pattern and no entry contains a zero byte. */
const pair = (pattern: string, entry: string) => encode(`${pattern}\0${entry}`)

const setup = `
from captive_portal.pattern import usable, fits
def ask(data):
    pattern, entry = str(data, 'utf-8').split('\\0')
    return bytes((usable(pattern), fits(entry, pattern)))
def plain(data):
    import re
    pattern, entry = str(data, 'utf-8').split('\\0')
    return bytes((usable(pattern), re.match('^(' + pattern + ')$', entry) is not None))
`

/** As browsers do with the attributes `pattern` and `maxlength`. */
const inBrowser = (pattern: string, entry: string) =>
  [...entry].length <= maxEntryLength && new RegExp(`^(?:${pattern})$`, 'v').test(entry)

const seed = Number(process.env.SEED ?? Date.now() & 0x7fffffff)
const context = { seed, numRuns: 1, endOnFailure: true }

const literal = fc.constantFrom(
  ...'abcxyz019_ ,:@-',
  '\\.',
  '\\/',
  '\\*',
  '\\\\',
  '.',
  '\\d',
  '\\w',
  '\\D',
  '\\W',
)
const member = fc.constantFrom('a-f', '0-9', 'A-Z', 'x', '_', '\\-', '\\.', '.', '@', ' ', '\\]')
const characterClass = fc
  .tuple(fc.boolean(), fc.array(member, { minLength: 1, maxLength: 4 }))
  .map(([negated, members]) => `[${negated ? '^' : ''}${members.join('')}]`)
const quantifier = fc.constantFrom('', '', '', '?', '*', '+', '+?', '{2}')
const { sequence } = fc.letrec<{ sequence: string; part: string; group: string }>((tie) => ({
  part: fc
    .tuple(fc.oneof({ depthSize: 'small' }, literal, characterClass, tie('group')), quantifier)
    .map((texts) => texts.join('')),
  sequence: fc.array(tie('part'), { minLength: 1, maxLength: 5 }).map((parts) => parts.join('')),
  group: fc
    .tuple(fc.constantFrom('(', '(?:'), fc.array(tie('sequence'), { minLength: 1, maxLength: 3 }))
    .map(([open, sequences]) => `${open}${sequences.join('|')})`),
}))
const pattern = fc
  .tuple(
    fc.constantFrom('', '', '^'),
    fc.array(sequence, { minLength: 1, maxLength: 2 }),
    fc.constantFrom('', '', '$'),
  )
  .map(([start, sequences, end]) => start + sequences.join('|') + end)
const accepted = pattern.filter((text) => patternProblem(text) === '')

const letters = fc.constantFrom(...'aabbccfxyz0019__ ,:@-./*\\]AZ', 'ä', '€', '😀')
const word = fc
  .oneof(
    fc.array(letters, { maxLength: 12 }),
    fc.tuple(letters, fc.nat(90)).map(([letter, count]) => Array<string>(count).fill(letter)),
    fc.array(letters, { minLength: 60, maxLength: 80 }),
  )
  .map((list) => list.join(''))

let board: Board
beforeAll(async () => {
  board = await startBoard()
  console.log(`seed ${seed}`)
})

describe('patterns of extra fields', () => {
  const decisions = (call: string, pairs: (readonly [pattern: string, entry: string])[]) =>
    runBatch(
      board,
      setup,
      call,
      pairs.map((each) => pair(...each)),
    )

  it('1,000 that the page accepts: browser and board decide each entry alike', () => {
    const cases = fc.sample(fc.tuple(accepted, fc.array(word, { minLength: 8, maxLength: 8 })), {
      ...context,
      numRuns: 1000,
    })
    const pairs = cases.flatMap(([text, words]) => words.map((entry) => [text, entry] as const))
    const outcomes = decisions('ask(data)', pairs)
    const wrong = pairs.filter(([text, entry], at) => {
      const [usable, fits] = outcomes[at] as Uint8Array
      return usable !== 1 || Boolean(fits) !== inBrowser(text, entry)
    })
    expect(wrong.slice(0, 5)).toEqual([])
    expect(pairs.filter(([text, entry]) => entry && inBrowser(text, entry)).length).toBeGreaterThan(
      100,
    )
  })

  it('are decided alike by plain `re`, too, as long as the entry is ASCII', () => {
    const ascii = word.filter((text) => /^[ -~]{1,60}$/.test(text))
    const cases = fc.sample(fc.tuple(accepted, ascii), { ...context, numRuns: 1000 })
    const outcomes = decisions('plain(data)', cases)
    const wrong = cases.filter(([text, entry], at) => {
      const outcome = outcomes[at]
      return !(outcome instanceof Uint8Array) || Boolean(outcome[1]) !== inBrowser(text, entry)
    })
    expect(wrong.slice(0, 5)).toEqual([])
  })

  it('that the page refuses are refused by the board, and the other way round', () => {
    const noise = fc.array(fc.constantFrom(...'ab0[]()^$-?*+|\\.{}d,:w/'), { maxLength: 10 })
    const any = fc.oneof(
      pattern,
      noise.map((list) => list.join('')),
    )
    const isExpression = (text: string) => {
      try {
        return Boolean(new RegExp(text, 'v'))
      } catch {
        return false
      }
    }
    // What is no expression at all, browsers ignore and the page refuses; the board may take it.
    const texts = fc.sample(
      any.filter((text) => text !== '' && isExpression(text)),
      {
        ...context,
        numRuns: 3000,
      },
    )
    const outcomes = runBatch(
      board,
      setup,
      'bytes((usable(str(data, "utf-8")),))',
      texts.map(encode),
    )
    const wrong = texts.filter(
      (text, at) => Boolean((outcomes[at] as Uint8Array)[0]) !== (patternProblem(text) === ''),
    )
    expect(wrong.slice(0, 5)).toEqual([])
  })

  it.each([
    ['doubles the time with each letter', '(a+)+b'],
    ['repeats what may be empty', '(a*)*'],
    ['can split an entry among its parts in too many ways', '.*.*.*.*x'],
    ['has a word boundary', '\\bfoo\\b'],
    ['names a character by its number', '\\u0041'],
    ['names a character by its number, too', '\\x41'],
    ['contains a tabulator', '\\t'],
    ['refers to a group', '(a)\\1'],
    ['subtracts a class', '[[a-z]--[aeiou]]+'],
    ['contains a character that is not ASCII', '[☃]'],
    ['counts repetitions', '\\d{4}'],
    ['names digits inside a class', '[\\d]'],
    ['looks ahead', '(?=a)a'],
    ['is too long for its alternatives', `${'a'.repeat(30)}|${'b'.repeat(30)}`],
  ])('one that %s is refused by page and board', (_, text) => {
    expect(patternProblem(text)).not.toBe('')
    const [outcome] = runBatch(board, setup, 'bytes((usable(str(data, "utf-8")),))', [encode(text)])
    expect(outcome).toEqual(Uint8Array.of(0))
  })

  it.each(['.', '[^a]', '\\D', '\\W'])('%s stands for one character that is not ASCII', (text) => {
    const outcomes = runBatch(board, setup, 'ask(data)', [pair(text, 'ä'), pair(text, '€€')])
    expect(outcomes).toEqual([Uint8Array.of(1, 1), Uint8Array.of(1, 0)])
  })

  it.each([
    'https?:\\/\\/[a-z.]+(:\\d+)?',
    '[^@]+@[^@]+',
    '.+@.+\\..+',
    '\\d\\d?\\d?\\.\\d\\d?\\d?\\.\\d\\d?\\d?\\.\\d\\d?\\d?',
    '[a-z]+(,[a-z]+)*',
    'cat|car|10\\.0',
    '-?[0-9]+|@[A-Za-z0-9_]+',
  ])('%s is accepted', (text) => {
    expect(patternProblem(text)).toBe('')
    const [outcome] = runBatch(board, setup, 'bytes((usable(str(data, "utf-8")),))', [encode(text)])
    expect(outcome).toEqual(Uint8Array.of(1))
  })
})
