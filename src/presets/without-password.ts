/** A preset to be handed on without the password of its set-up network. */
import type { Preset } from './schema'

/** Whether it carries a password, in plain text. */
export const carriesPassword = ({ portal }: Preset): boolean => portal.password?.is === 'shared'

/**
 * The same, but each board gets a password of its own in place of the one for all: never an open network where a
 * closed one was wanted. The preset itself where it carries none.
 */
export const withoutPassword = (preset: Preset): Preset =>
  carriesPassword(preset)
    ? { ...preset, portal: { ...preset.portal, password: { is: 'own' } } }
    : preset
