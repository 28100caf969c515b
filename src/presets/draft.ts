/**
 * A preset in the making, as it is kept over a reload: the same shape as a preset, but its texts may
 * say anything yet. Parsed wherever it comes from.
 */
import * as v from 'valibot'
import { appReferenceSchema } from './app-reference'
import { presetVersion } from './basics'
import { flashSizes } from './flash-size'
import { fieldTypes, maxFields } from './portal-field'
import { baudRates, boards, flashModes, presetSchema } from './schema'
import { maxTypedTags } from './tags'

const text = v.pipe(v.string(), v.maxLength(2000))
/** An app's source, see own-app.ts. */
const source = v.pipe(v.string(), v.maxLength(64 * 1024))

/** What is to be a number, and may be anything while it is typed. */
const number = v.union([v.number(), text])

const setUpEntries = {
  password: v.optional(
    v.variant('is', [
      v.strictObject({ is: v.literal('shared'), text }),
      v.strictObject({ is: v.literal('own') }),
    ]),
  ),
  opens: v.optional(
    v.strictObject({ button: v.optional(number), powerCycles: v.optional(number) }),
  ),
  closesAfter: v.optional(number),
  station: v.optional(
    v.strictObject({
      ip: text,
      netmask: v.optional(text),
      gateway: text,
      dns: v.optional(text),
    }),
  ),
}

const fieldsSchema = v.strictObject({
  version: v.literal(presetVersion),
  id: presetSchema.entries.id,
  name: text,
  board: v.picklist(boards),
  firmware: v.variant('source', [
    v.strictObject({
      source: v.literal('catalogue'),
      variant: v.picklist(['auto', 'GENERIC', 'FLASH_1M']),
      version: text,
    }),
    v.strictObject({ source: v.literal('file'), name: text, sha256: v.optional(text) }),
  ]),
  flash: v.strictObject({
    mode: v.picklist(flashModes),
    baudRate: v.picklist(baudRates),
    eraseAll: v.boolean(),
    size: v.optional(v.picklist(flashSizes)),
  }),
  portal: v.strictObject({
    accessPointName: text,
    accessPointAddress: text,
    hostname: text,
    fields: v.pipe(
      v.array(
        v.strictObject({
          label: text,
          name: text,
          type: v.picklist(fieldTypes),
          default: text,
          pattern: text,
        }),
      ),
      v.maxLength(maxFields),
    ),
    ...setUpEntries,
  }),
  app: v.optional(appReferenceSchema),
  tags: v.optional(v.pipe(v.array(text), v.maxLength(maxTypedTags))),
})

const draftSchema = v.strictObject({
  version: v.literal(1),
  isNew: v.boolean(),
  /** What it was when the form was opened. */
  before: fieldsSchema,
  fields: fieldsSchema,
  /** An app that was pasted and not added yet. */
  pasted: v.strictObject({ name: text, text: source }),
})

export type Draft = v.InferOutput<typeof draftSchema>
export type DraftFields = Draft['fields']

/** Undefined for what is none: a draft of a newer page, or nothing. */
export function parseDraft(data: unknown): Draft | undefined {
  const result = v.safeParse(draftSchema, data)
  return result.success ? result.output : undefined
}
