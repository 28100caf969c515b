/** A preset to be handed on without the password of its set-up network; also one of a newer page. */
import * as v from 'valibot'

const ownPassword = { is: 'own' } as const

/** Of any version: what else a preset has is of no interest here. */
const withPassword = v.looseObject({ portal: v.looseObject({ password: v.unknown() }) })
const own = v.strictObject({ is: v.literal('own') })

/** Whether it carries a password, in plain text. Of a newer page's any wish but for boards' own may be one. */
export function carriesPassword(preset: unknown): boolean {
  const result = v.safeParse(withPassword, preset)
  if (!result.success || result.output.portal.password === undefined) return false
  return !v.is(own, result.output.portal.password)
}

/**
 * The same, but each board gets a password of its own in place of the one for all: never an open network where a
 * closed one was wanted. The preset itself where it carries none.
 */
export const withoutPassword = <T>(preset: T): T =>
  carriesPassword(preset) ? replaced(preset as T & { portal: object }) : preset

const replaced = <T extends { portal: object }>(preset: T): T => ({
  ...preset,
  portal: { ...preset.portal, password: ownPassword },
})
