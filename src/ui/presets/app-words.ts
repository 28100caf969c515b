/** The choice of a starter app in words. */
import m from '../../messages/compiled/preset-editor'
import { enumeration } from '../../messages/format'
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
  if (app) return m.app.unknownHint()
  return m.app.noneHint()
}

/** What it will ask, or an empty text. */
export function appAsks({ fields }: StarterApp): string {
  if (fields.length === 0) return ''
  const labels = enumeration(fields.map((field) => m.app.quotedLabel(field)))
  return m.app.asksFor({ labels })
}
