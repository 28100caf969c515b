/**
 * Who gets into a board's set-up network, and when it opens: all of it optional. A preset without these entries is
 * one of before: an open network, which opens whenever no known one is in reach. The home network's password has
 * no place here.
 */
import * as v from 'valibot'
import m from '../messages/compiled/preset-rules'

/** In characters: a passphrase of WPA2 (IEEE 802.11i, annex H.4). */
export const passwordLengths = { least: 8, most: 63 }
export const powerCycleCounts = [3, 4, 5, 6, 7, 8, 9, 10] as const
/** In minutes. */
export const mostMinutesOpen = 1440
/**
 * Pins that a button can pull to ground: they have a pull-up of their own, and neither flash, console, nor the chip's
 * start needs them otherwise (GPIO 6–11; 1 and 3; 15 and 16).
 */
export const buttonPins = [0, 2, 4, 5, 12, 13, 14] as const

export const passwordText = v.pipe(
  v.string(),
  v.regex(/^[\x20-\x7e]*$/, m.setUp.passwordAscii),
  v.minLength(passwordLengths.least, () => m.setUp.passwordLength(passwordLengths)),
  v.maxLength(passwordLengths.most, () => m.setUp.passwordLength(passwordLengths)),
)

/** The whole entries of a preset's portal. */
export const setUpEntries = {
  /** Left out: open. */
  password: v.optional(
    v.variant('is', [
      /** One for all boards with this preset. */
      v.strictObject({ is: v.literal('shared'), text: passwordText }),
      /** Made at random for each board, see state/board-passwords.svelte.ts. */
      v.strictObject({ is: v.literal('own') }),
    ]),
  ),
  /** With a network that is known it opens only by these; left out: by itself. */
  opens: v.optional(
    v.pipe(
      v.strictObject({
        button: v.optional(v.picklist(buttonPins, m.setUp.button)),
        powerCycles: v.optional(v.picklist(powerCycleCounts, m.setUp.powerCycles)),
      }),
      v.check(
        ({ button, powerCycles }) => button !== undefined || powerCycles !== undefined,
        m.setUp.opensByNothing,
      ),
    ),
  ),
  /** Minutes until the portal closes; left out: never. */
  closesAfter: v.optional(minutes()),
}

function minutes() {
  const words = () => m.setUp.minutes({ most: mostMinutesOpen })
  return v.pipe(
    v.number(words),
    v.integer(words),
    v.minValue(1, words),
    v.maxValue(mostMinutesOpen, words),
  )
}
