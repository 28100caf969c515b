/** The choice of a starter app in words. */
import type { AppReference } from '../../presets/app-reference'
import type { StarterApp } from '../../presets/starter-app'

/** True if the preset means these very files. */
export const isAsReferred = ({ files }: StarterApp, app: AppReference): boolean =>
  files.length === app.files.length &&
  files.every((file) =>
    app.files.some(({ name, sha256 }) => name === file.name && sha256 === file.sha256),
  )

/** One sentence on what was chosen. */
export function appHint(known: StarterApp | undefined, app: AppReference | undefined): string {
  if (known) return known.description
  if (app) return 'This page does not have it: installing will not work until you choose another.'
  return 'The board connects, and waits for a program.'
}

/** What it will ask, or an empty text. */
export function appAsks({ fields }: StarterApp): string {
  if (fields.length === 0) return ''
  const labels = fields.map(({ label }) => `“${label}”`).join(', ')
  return `The sign-in page asks for ${labels}, when the board asks for its network there. Nothing of it is in the preset.`
}
