/** Every translation says all that English says, asks for the same values, and is not left in English. */
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { filled, offeredLanguages, readParts } from '../../../src/messages/compiler/catalogues'
import { faultsOf, sameAsEnglish } from '../../../src/messages/compiler/compare'
import { languages, reference } from '../../../src/messages/languages'

const folder = resolve('src/messages')
const english = readParts(folder, reference)

for (const language of languages.filter((one) => existsSync(join(folder, one)))) {
  describe(language, () => {
    const own = readParts(folder, language)
    const same = language === reference ? everything() : sameAsEnglish(folder, language)

    test('has every part, and is offered', () => {
      expect(Object.keys(own).sort()).toEqual(Object.keys(english).sort())
      expect(offeredLanguages(folder)).toContain(language)
    })

    test.each(Object.keys(own).filter((part) => part in english))('%s', (part) => {
      expect(faultsOf(part, english[part]!, own[part]!, same)).toEqual([])
    })
  })
}

function everything(): Set<string> {
  return Object.assign(new Set<string>(), { has: () => true })
}

test('what may be the same as in English is still there, and still the same', () => {
  for (const file of readdirSync(join(folder, 'same-as-english'))) {
    const known = languages.find((language) => file === `${language}.json`)
    expect(known ?? file).toBe(known ?? 'all.json')
    const names = Object.entries(english).flatMap(([part, catalogue]) =>
      faultsOf(part, catalogue, {}, new Set()).map((fault) => fault.replace(' is missing.', '')),
    )
    expect(names).toEqual(expect.arrayContaining([...sameAsEnglish(folder, known ?? 'all')]))
  }
})

describe('a fault is named', () => {
  const original = {
    group: { plug: 'Plug in <b>{board}</b>' },
    count: '{n, plural, one {# file} other {# files}}',
  }
  const good = {
    group: { plug: '<b>{board}</b> anstecken' },
    count: '{n, plural, one {# Datei} other {# Dateien}}',
  }
  test.each([
    ['nothing wrong', good, undefined],
    ['missing', { count: good.count }, 'a:group.plug is missing.'],
    ['extra', { ...good, more: 'Mehr' }, 'a:more is not in English.'],
    ['empty', { ...good, group: { plug: ' ' } }, 'a:group.plug is empty.'],
    [
      'another value',
      { ...good, group: { plug: '<b>{bord}</b> an' } },
      '{bord: string} instead of {board: string}',
    ],
    [
      'another kind of value',
      { ...good, count: '{n} Dateien' },
      '{n: string} instead of {n: number}',
    ],
    [
      'another tag',
      { ...good, group: { plug: '<code>{board}</code> an' } },
      'has the tags </code>',
    ],
    ['a tag left open', { ...good, group: { plug: '<b>{board} an' } }, 'instead of </b>, <b>'],
    ['English', { ...good, group: original.group }, 'a:group.plug is the same'],
  ])('%s', (_what, own, fault) => {
    const faults = faultsOf('a', original, own, new Set())
    expect(faults.join()).toContain(fault ?? '')
    expect(faults).toHaveLength(fault ? 1 : 0)
  })

  test('unless it has no words, or somebody has looked at it', () => {
    const original = { signs: '{a} – <code>main.py</code>', name: 'Portal Flasher' }
    expect(faultsOf('a', original, original, new Set(['a:name']))).toEqual([])
  })
})

test('English stands in for what is missing, and only for that', () => {
  const english = { a: 'one', group: { b: 'two', c: 'three' } }
  const own = { group: { b: 'zwei', old: 'alt' } }
  expect(filled(english, own)).toEqual({ a: 'one', group: { b: 'zwei', c: 'three' } })
  expect(filled(english, undefined)).toEqual(english)
})
