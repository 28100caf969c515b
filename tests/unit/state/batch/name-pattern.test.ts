import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { fieldSchemas } from '../../../../src/presets/schema'
import { namesFor, patternProblem } from '../../../../src/state/batch/name-pattern'

const mac = '18:FE:34:0a:0B:0c'

describe('names by pattern', () => {
  it.each([
    ['lamp-{n}', 7, 'lamp-7', 'lamp-7'],
    ['lamp-{n:02}', 7, 'lamp-07', 'lamp-07'],
    ['lamp-{n:2}', 7, 'lamp-07', 'lamp-07'],
    ['lamp-{n:02}', 123, 'lamp-123', 'lamp-123'],
    ['{mac}', 1, '0a0b0c', '0a0b0c'],
    ['{n}/{mac}', 1, '1/0a0b0c', '1-0a0b0c'],
    ['Lampe {n} (Küche)', 3, 'Lampe 3 (Küche)', 'Lampe-3-Kuche'],
    ['Straße {n}', 3, 'Straße 3', 'Strasse-3'],
    ['ランプ {n}', 4, 'ランプ 4', '4'],
  ])('%s with %i', (pattern, number, accessPoint, hostname) => {
    expect(namesFor(pattern, number, mac)).toEqual({ accessPoint, hostname })
    expect(patternProblem(pattern, number, 1)).toBeUndefined()
  })

  it.each([
    ['', { why: 'empty' }],
    ['  ', { why: 'empty' }],
    ['lamp', { why: 'same' }],
    ['lamp-{x}', { why: 'placeholder', text: 'lamp-{x}' }],
    ['lamp-{n', { why: 'placeholder', text: 'lamp-{n' }],
    ['{n:02x}', { why: 'placeholder', text: '{n:02x}' }],
    ['{n}\u200b', { why: 'name', name: '10\u200b' }],
    [`${'a'.repeat(31)}{n}`, { why: 'name', name: `${'a'.repeat(31)}10` }],
    ['㎯㎯㎯㎯{n}㎯㎯㎯㎯', { why: 'alike' }],
    ['㎯㎯㎯㎯{mac}㎯㎯㎯', { why: 'alike' }],
  ])('%j is none', (pattern, problem) => {
    expect(patternProblem(pattern, 1, 10)).toEqual(problem)
  })

  it('counts bytes, of the longest number that will come', () => {
    expect(patternProblem(`${'ä'.repeat(15)}{n}`, 1, 99)).toBeUndefined()
    expect(patternProblem(`${'ä'.repeat(15)}{n}`, 1, 100)).toMatchObject({ why: 'name' })
  })

  it('an accepted one gives every board a name and a hostname that a preset may have', () => {
    const part = fc.oneof(fc.string(), fc.constantFrom('{n}', '{n:03}', '{mac}', 'é', '–'))
    const patterns = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(patterns, fc.nat(90_000), fc.nat(499), (pattern, start, index) => {
        fc.pre(patternProblem(pattern, start, 500) === undefined)
        const { accessPoint, hostname } = namesFor(pattern, start + index, mac)
        expect(v.is(fieldSchemas.accessPointName, accessPoint)).toBe(true)
        expect(v.is(fieldSchemas.hostname, hostname)).toBe(true)
        expect(hostname).not.toBe('')
      }),
    )
  })

  it('an accepted one gives no two boards one hostname', () => {
    const part = fc.constantFrom('{n}', '{n:03}', '{mac}', '㎯', '㎯㎯', 'a', '-', 'é')
    const patterns = fc.array(part, { maxLength: 9 }).map((parts) => parts.join(''))
    const digits = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 3, maxLength: 3 })
    const macs = digits.map(
      (bytes) => `18:fe:34:${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':')}`,
    )
    fc.assert(
      fc.property(
        patterns,
        fc.tuple(fc.nat(99), fc.nat(99)),
        fc.tuple(macs, macs),
        (pattern, numbers, boards) => {
          fc.pre(numbers[0] !== numbers[1] && boards[0] !== boards[1])
          fc.pre(patternProblem(pattern, 0, 100) === undefined)
          const [one, other] = [0, 1].map(
            (at) => namesFor(pattern, numbers[at]!, boards[at]!).hostname,
          )
          expect(one).not.toBe(other)
        },
      ),
    )
  })
})
