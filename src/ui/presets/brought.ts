/** Extra fields that came with an app, and are as they came. */
import type { PortalField } from '../../presets/portal-field'

export const isBrought = (field: PortalField, brought: readonly PortalField[]): boolean =>
  brought.some(
    ({ name, type, label, default: preset, pattern }) =>
      field.name === name &&
      field.type === type &&
      field.label === label &&
      field.default === preset &&
      field.pattern === pattern,
  )
