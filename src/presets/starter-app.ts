/**
 * A starter app as its `app.json` describes it: what the page shows before it is chosen, and what it
 * asks on the sign-in page. One schema for ours and for those that somebody adds.
 */
import * as v from 'valibot'
import m from '../messages/compiled/apps'
import { appFileName, appName, maxAppFiles, type AppReference } from './app-reference.ts'
import { shownName } from './plain-text.ts'
import { maxFields, portalFieldsSchema, type PortalField } from './portal-field.ts'

/** What is left of an ESP8266's heap beside an app must still carry its sockets. */
export const maxAppMemoryBytes = 12_288

/** In app.json what is empty may be left out. */
const fields = v.pipe(
  v.array(v.looseObject({})),
  v.transform((list) => list.map((field) => ({ default: '', pattern: '', ...field }))),
  portalFieldsSchema,
)

export const appManifestSchema = v.pipe(
  v.strictObject({
    name: appName,
    title: v.pipe(shownName, v.minLength(1), v.maxLength(40)),
    description: v.pipe(shownName, v.minLength(1), v.maxLength(160)),
    /** In the app's own folder, or in apps/shared. */
    files: v.pipe(v.array(appFileName), v.minLength(1), v.maxLength(maxAppFiles)),
    /** Live bytes on the heap while it runs. */
    memoryBytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(maxAppMemoryBytes)),
    fields,
  }),
  v.check(({ name, files }) => files.includes(`${name}.py`), m.ownFileNeeded),
)

export type AppManifest = v.InferOutput<typeof appManifestSchema>

/** What the page knows of an app without having fetched its files. */
export interface StarterApp extends Omit<AppManifest, 'files'> {
  files: AppReference['files']
}

export const referenceTo = ({ name, files }: StarterApp): AppReference => ({
  name,
  files: files.map((file) => ({ ...file })),
})

/**
 * The sign-in page's fields when `next` takes the place of `before`: those of the app before go, unless
 * somebody has made them their own; those of the new one come.
 * @throws RangeError if they are too many, or one of the names is taken
 */
export function fieldsWith(
  fields: readonly PortalField[],
  before: StarterApp | undefined,
  next: StarterApp | undefined,
): PortalField[] {
  const leaving = new Set(before?.fields.map(({ name, type }) => `${type} ${name}`))
  const staying = fields.filter(({ name, type }) => !leaving.has(`${type} ${name}`))
  const coming = next?.fields ?? []
  const taken = coming.find(({ name }) => staying.some((field) => field.name === name))
  if (taken) throw new RangeError(m.nameTaken(taken))
  if (staying.length + coming.length > maxFields) {
    throw new RangeError(m.tooManyFields({ fields: coming.length, most: maxFields }))
  }
  return [...staying, ...coming].map((field) => ({ ...field }))
}
