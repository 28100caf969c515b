/**
 * An extra field of the portal's form: what a board's program wants to know beside the network. The
 * board checks what is entered by the same rules (firmware/lib/captive_portal/fields.py).
 */
import * as v from 'valibot'
import { migratePattern } from './pattern-migration.ts'
import { patternProblem } from './pattern.ts'
import { plainText, shownName } from './plain-text.ts'

export const fieldTypes = ['text', 'number', 'password', 'email', 'url', 'tel', 'checkbox'] as const

/** More would not fit the form's memory on the board. */
export const maxFields = 8

/** Empty, or an expression that browser and board decide alike, in a bounded number of steps. */
const pattern = v.pipe(
  plainText,
  v.rawCheck(({ dataset, addIssue }) => {
    const message = dataset.typed ? patternProblem(dataset.value) : ''
    if (message) addIssue({ message })
  }),
)

const entries = {
  label: v.pipe(
    shownName,
    v.minLength(1, 'A field needs a label.'),
    v.maxLength(40, 'A label has at most 40 characters.'),
  ),
  /** Its key in /settings.json. */
  name: v.pipe(
    v.string(),
    v.regex(/^[A-Za-z0-9_-]{1,32}$/, 'Letters, digits, hyphens and underscores, at most 32.'),
  ),
  type: v.picklist(fieldTypes),
  default: v.pipe(plainText, v.maxLength(80, 'At most 80 characters.')),
  pattern,
}

export const portalFieldSchema = v.pipe(
  v.strictObject(entries),
  v.check(
    (field) => field.type !== 'password' || field.default === '',
    'A password has no default: presets are shared.',
  ),
)

/** Each entry by itself, for the form. */
export const portalFieldSchemas = entries

export const portalFieldsSchema = v.pipe(
  v.array(portalFieldSchema),
  v.maxLength(maxFields, `A form has at most ${maxFields} extra fields.`),
  v.check(
    (fields) => new Set(fields.map((field) => field.name)).size === fields.length,
    'Two fields have the same name.',
  ),
)

/** As they come out of storage, a link or a file: patterns of version 0.1.0 are rewritten. */
export const storedPortalFieldsSchema = v.pipe(
  v.array(v.looseObject({})),
  v.transform((fields) => fields.map(withMigratedPattern)),
  portalFieldsSchema,
)

function withMigratedPattern(field: Record<string, unknown>): Record<string, unknown> {
  const { pattern } = field
  return typeof pattern === 'string' ? { ...field, pattern: migratePattern(pattern) } : field
}

export type PortalField = v.InferOutput<typeof portalFieldSchema>

/** The next one to edit, with a name that is free. */
export function newPortalField(existing: readonly PortalField[]): PortalField {
  const names = new Set(existing.map((field) => field.name))
  let number = existing.length + 1
  while (names.has(`field${number}`)) number++
  return {
    label: `Field ${number}`,
    name: `field${number}`,
    type: 'text',
    default: '',
    pattern: '',
  }
}
