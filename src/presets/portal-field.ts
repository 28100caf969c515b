/**
 * An extra field of the portal's form: what a board's program wants to know beside the network. The
 * board checks what is entered by the same rules (firmware/lib/captive_portal/fields.py).
 */
import * as v from 'valibot'
import m from '../messages/compiled/preset-rules'
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
    v.minLength(1, m.field.labelNeeded),
    v.maxLength(40, () => m.field.labelLength({ most: 40 })),
  ),
  /** Its key in /settings.json. */
  name: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,32}$/, m.field.name)),
  type: v.picklist(fieldTypes),
  default: v.pipe(
    plainText,
    v.maxLength(80, () => m.field.defaultLength({ most: 80 })),
  ),
  pattern,
}

export const portalFieldSchema = v.pipe(
  v.strictObject(entries),
  v.check((field) => field.type !== 'password' || field.default === '', m.field.passwordDefault),
)

/** Each entry by itself, for the form. */
export const portalFieldSchemas = entries

export const portalFieldsSchema = v.pipe(
  v.array(portalFieldSchema),
  v.maxLength(maxFields, () => m.field.tooMany({ most: maxFields })),
  v.check(
    (fields) => new Set(fields.map((field) => field.name)).size === fields.length,
    m.field.sameName,
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
    label: m.field.newLabel({ number }),
    name: `field${number}`,
    type: 'text',
    default: '',
    pattern: '',
  }
}
