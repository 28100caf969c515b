/**
 * Text that looks like what it is: nothing in it is invisible, so two texts that look alike are the same,
 * as far as one alphabet goes. Spaces of other widths become spaces, and accents have one spelling (NFC).
 */
import * as v from 'valibot'
import m from '../messages/compiled/preset-rules'

/**
 * Controls, formats (bidi, tags, soft hyphen), lone surrogates, private use and unassigned characters, line
 * and paragraph separators, everything that Unicode lets a font leave out (fillers, variation selectors,
 * zero-width), and what is drawn as nothing: a blank Braille pattern, an object's and a note's placeholder.
 */
const invisible = new RegExp(
  '[\\p{C}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\u2800\\ufffc\\u{1d159}]',
  'u',
)
const everyInvisible = new RegExp(invisible.source, 'gu')

/** Emoji are made of several characters, some of them invisible; these sequences are one picture each. */
const emoji = new RegExp('\\p{RGI_Emoji}', 'gv')

/** Scripts whose spelling needs the zero-width joiner and non-joiner, between two of their letters. */
const joining = [
  'Arabic',
  'Devanagari',
  'Bengali',
  'Tamil',
  'Telugu',
  'Kannada',
  'Malayalam',
  'Sinhala',
]
const joiningLetter = `[${joining.map((script) => `\\p{Script=${script}}`).join('')}]`
const neededJoiner = new RegExp(`(?<=${joiningLetter})[\\u200c\\u200d](?=${joiningLetter})`, 'gu')

/** Hebrew with its accents has four on a letter; more is a flood over the lines above and below. */
const accentFlood = /^\p{M}|\p{M}{5}/u

/** Without the sequences in which an invisible character has its place. */
const unexcused = (text: string) => text.replace(emoji, 'e').replace(neededJoiner, '')

const oneSpelling = (text: string) => text.replace(/\p{Zs}/gu, ' ').normalize('NFC')

export const plainText = v.pipe(
  v.string(),
  v.transform(oneSpelling),
  v.check((text) => !invisible.test(unexcused(text)), m.text.invisible),
  v.check((text) => !accentFlood.test(unexcused(text)), m.text.accents),
)

/** A name that is shown: several spaces would look like one. */
export const shownName = v.pipe(
  plainText,
  v.transform((text) => text.replace(/ {2,}/g, ' ').trim()),
)

/** Without what `plainText` refuses: for data that was stored before it did. */
export const withoutInvisible = (text: string): string =>
  invisible.test(unexcused(text)) || accentFlood.test(unexcused(text))
    ? text
        .replace(everyInvisible, '')
        .normalize('NFC')
        .replace(/^\p{M}+/u, '')
        .replace(/(\p{M}{4})\p{M}+/gu, '$1')
    : text
