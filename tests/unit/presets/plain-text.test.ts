/** Text from outside: no twin of a built-in preset passes by a difference that nobody sees. */
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { defaultPresets, duplicateOf, newPreset } from '../../../src/presets/defaults'
import { fragmentToPreset, presetToFragment } from '../../../src/presets/link'
import { findSimilar, shapeOf } from '../../../src/presets/look-alike'
import { parsePreset } from '../../../src/presets/parse'
import { plainText, shownName } from '../../../src/presets/plain-text'
import { canonicalString, parseCanonical } from '../../../src/signing/canonical'
import { randomFrom, seeds } from '../../support/random'

const isPlain = (text: string) => v.safeParse(plainText, text).success
const [builtIn] = defaultPresets()

/** Half of a pair, which a template would join to a whole. */
const [high, low] = [String.fromCharCode(0xd83d), String.fromCharCode(0xde00)]

describe('invisible text is refused', () => {
  test.each([
    ['Arabic letter mark', '\u061c'],
    ['line separator', '\u2028'],
    ['paragraph separator', '\u2029'],
    ['zero-width space', '\u200b'],
    ['zero-width non-joiner', '\u200c'],
    ['zero-width joiner', '\u200d'],
    ['word joiner', '\u2060'],
    ['byte order mark', '\ufeff'],
    ['tag', '\u{e0041}'],
    ['language tag', '\u{e0001}'],
    ['Hangul filler', '\u3164'],
    ['half-width Hangul filler', '\uffa0'],
    ['Hangul choseong filler', '\u115f'],
    ['Hangul jungseong filler', '\u1160'],
    ['blank Braille pattern', '\u2800'],
    ['variation selector', '\ufe0f'],
    ['variation selector supplement', '\u{e0100}'],
    ['Mongolian vowel separator', '\u180e'],
    ['combining grapheme joiner', '\u034f'],
    ['Khmer inherent vowel', '\u17b4'],
    ['soft hyphen', '\u00ad'],
    ['right-to-left mark', '\u200f'],
    ['right-to-left override', '\u202e'],
    ['isolate', '\u2066'],
    ['deprecated format character', '\u206a'],
    ['interlinear annotation', '\ufff9'],
    ['object replacement', '\ufffc'],
    ['private use', '\ue000'],
    ['private use of a higher plane', '\u{f0000}'],
    ['noncharacter', '\uffff'],
    ['unassigned', '\u0378'],
    ['lone high surrogate', high],
    ['lone low surrogate', low],
    ['escape', '\x1b'],
    ['8-bit control', '\u009b'],
  ])('%s', (_what, character) => {
    for (const text of [`Lab${character}3`, `${character}Lab`, `Lab${character}`]) {
      expect(isPlain(text), JSON.stringify(text)).toBe(false)
    }
    expect(() => parsePreset({ ...builtIn, name: `Lab${character}3` })).toThrow('Invisible')
  })

  test('a flood of accents', () => {
    expect(isPlain(`e${'\u0323\u0302'.repeat(10)}`)).toBe(false)
    expect(isPlain('\u0301Lab')).toBe(false)
  })
})

describe('text that people write is not', () => {
  test.each([
    'Grüße',
    'Thiết bị',
    'می‌خواهم',
    'क्‍ष',
    'ภาษาไทยที่',
    'שָׁלוֹם',
    '日本語',
    'Ελλάδα',
    '👩‍💻 lab',
    '❤️',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    '1️⃣',
    '🇩🇪',
    '🧑🏽‍🔬',
  ])('%s', (text) => {
    expect(isPlain(text)).toBe(true)
  })
})

describe('one look, one text', () => {
  test('accents have one spelling', () => {
    expect(v.parse(plainText, 'u\u0308')).toBe('ü')
  })

  test.each(['\u00a0', '\u1680', '\u2002', '\u2009', '\u202f', '\u205f', '\u3000'])(
    'the space look-alike %j is a space',
    (space) => {
      expect(v.parse(plainText, `a${space}b`)).toBe('a b')
    },
  )

  test('two spaces in a name are one', () => {
    expect(v.parse(shownName, ' Wemos  D1\u00a0 Mini ')).toBe('Wemos D1 Mini')
  })

  test('whatever is inserted into its name, a preset is refused or has the same name as the built-in', () => {
    for (const seed of seeds(3000)) {
      const random = randomFrom(seed)
      const at = random.below(builtIn!.name.length + 1)
      const ranges = [0x3100, 0xfff0, 0x11000, 0xe0200] as const
      const code = random.below(random.pick(ranges))
      const name = builtIn!.name.slice(0, at) + String.fromCodePoint(code) + builtIn!.name.slice(at)
      let accepted: string
      try {
        accepted = parsePreset({ ...builtIn, name }).name
      } catch {
        continue
      }
      if (accepted === builtIn!.name) continue
      expect(accepted, `SEED=${seed}`).not.toMatch(/[\p{C}\p{Default_Ignorable_Code_Point}]/u)
      expect(accepted.length, `SEED=${seed}`).toBeGreaterThanOrEqual(builtIn!.name.length)
    }
  })

  test('a link’s name is normalised, too', () => {
    const fragment = presetToFragment({ ...newPreset(), name: 'Bu\u0308ro\u00a03' })
    expect(fragmentToPreset(fragment).name).toBe('Büro 3')
  })

  test('a copy of a long name is cut between characters', () => {
    const long = (picture: string) => ({ ...newPreset(), name: `${'x'.repeat(50)}${picture} tail` })
    expect(parsePreset(duplicateOf(long('x🙂'))).name).toBe(`${'x'.repeat(51)}🙂 (copy)`)
    expect(parsePreset(duplicateOf(long('xx🙂'))).name).toBe(`${'x'.repeat(52)} (copy)`)
    expect(parsePreset(duplicateOf(long('👩‍💻'))).name).toBe(`${'x'.repeat(50)} (copy)`)
  })
})

describe('names that look alike', () => {
  test.each([
    'Wеmos D1 Mini, captive portal',
    'WEMOS D1 MINI, CAPTIVE PORTAL',
    'Wemos Dl Mini‚ captive portal',
    'Wémos D1 Mini, captive portal',
    'Ｗemos D1 Mini, captive pοrtal',
  ])('%s has a namesake', (name) => {
    expect(findSimilar({ ...newPreset(), name }, [builtIn!]).namesake).toBe(builtIn)
  })

  test('the same preset under another id is the same', () => {
    const { name, ...rest } = builtIn!
    expect(findSimilar({ name, ...rest, id: 'other' }, [builtIn!])).toEqual({ same: builtIn })
  })

  test('other names are others', () => {
    expect(shapeOf('Lab 3')).not.toBe(shapeOf('Lab 4'))
    expect(findSimilar({ ...newPreset(), name: 'Lab 3' }, [builtIn!])).toEqual({})
  })
})

test('a canonical string is made of any text, half a surrogate pair too', () => {
  for (const seed of seeds(2000)) {
    const random = randomFrom(seed)
    const units = Array.from({ length: 1 + random.below(6) }, () =>
      random.pick([0xd800, 0xdbff, 0xdc00, 0xdfff, 0x41, 0x26, 0xe4]),
    )
    const text = String.fromCharCode(...units)
    const canonical = canonicalString([['name', text]])
    const read = parseCanonical(canonical)
    expect(read, `SEED=${seed}`).toEqual([
      ['name', new TextDecoder().decode(new TextEncoder().encode(text))],
    ])
  }
})
