/**
 * Whether what was entered into the portal's form holds a password: by the settings that ask for it, and by the values
 * themselves, whose settings may have been changed since. Whatever cannot be told counts as one. Pure.
 */
import * as v from 'valibot'

/** Only what is asked here: the page's own rules for fields may be newer or older than those of the file. */
const settingsSchema = v.object({
  fields: v.optional(
    v.array(v.object({ name: v.optional(v.string()), type: v.optional(v.string()) })),
    [],
  ),
})

/** The entry "" names the values that were entered as passwords: firmware/lib/captive_portal/fields.py. */
const valuesSchema = v.record(v.string(), v.unknown())

/** Undefined for what is no JSON, or another than `schema` says. */
function parsed<S extends v.GenericSchema>(schema: S, bytes: Uint8Array) {
  try {
    const result = v.safeParse(schema, JSON.parse(new TextDecoder().decode(bytes)))
    return result.success ? result.output : undefined
  } catch {
    return undefined
  }
}

const isPassword = ({ type }: { type?: string }) => type?.toLowerCase() === 'password'

/** The portal itself reads no larger settings. */
const mostSettingsBytes = 8192
const passwordOption = /"ap_password"\s*:/

/**
 * True for settings of the portal, whatever their file's name, with a password for the access point. Of damaged ones
 * it is enough that they speak of one.
 */
export function setsPassword(bytes: Uint8Array): boolean {
  // Blanks before a brace: JSON of an object, and not a program that makes one.
  const start = bytes.findIndex((byte) => byte > 0x20)
  if (bytes[start] !== 0x7b || bytes.length > mostSettingsBytes) return false
  const settings = parsed(v.looseObject({ ap_password: v.optional(v.unknown()) }), bytes)
  if (!settings) return passwordOption.test(new TextDecoder().decode(bytes))
  return settings.ap_password !== undefined && settings.ap_password !== ''
}

/** @param settings the content of /portal.json; undefined if there is none */
export function asksForPassword(settings: Uint8Array | undefined): boolean {
  if (!settings) return false
  return parsed(settingsSchema, settings)?.fields.some(isPassword) ?? true
}

/**
 * @param values the content of /settings.json
 * @param settings of /portal.json, which names every field of its form; undefined without a portal
 */
export function holdsPassword(values: Uint8Array, settings: Uint8Array | undefined): boolean {
  const entries = parsed(valuesSchema, values)
  // Without a portal it is a file as any other.
  if (!entries) return settings !== undefined
  const { '': passwords = [], ...others } = entries
  if (!Array.isArray(passwords) || passwords.length > 0) return true
  if (!settings) return false
  const fields = parsed(settingsSchema, settings)?.fields ?? []
  return Object.keys(others).some((key) => !fields.some(({ name }) => name === key))
}
