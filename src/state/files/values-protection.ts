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

/** Not of an empty one. As a text and not as JSON: a name that is there twice counts each time. */
const passwordOption = /"ap_password"\s*:(?!\s*(?:""|$))/

/** The same in what is no JSON: in whatever quotes, and whatever follows that is not empty. */
const damagedOption = /ap_password(?!["']?\s*(?:$|:\s*(?:""|''|$)))/
/** A name that cannot be read: escapes, or what was no UTF-8, in quotes before a colon. */
const unreadableName = /(["'])[^"'\n\\\ufffd]*[\\\ufffd][^"'\n]*\1\s*:/

/**
 * True for settings of the portal with a password for the access point, whatever their file's name, and whether or not
 * the portal can use them: also damaged ones, too large ones, and those that Notepad has saved. Of damaged ones also
 * if nobody can tell.
 * @param isNamedSo it has the name of the portal's settings: then even their beginning may be damaged
 */
export function setsPassword(bytes: Uint8Array, isNamedSo: boolean): boolean {
  // Blanks before a bracket: JSON, and not a program that makes some.
  const first = bytes.find((byte) => byte > 0x20 && !byteOrderMarks.includes(byte))
  if (first !== 0x7b && first !== 0x5b && !isNamedSo) return false
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes).replaceAll('\0', '')
  const plain = withoutEscapes(text)
  if (passwordOption.test(plain)) return true
  return !isJson(text) && (damagedOption.test(plain) || unreadableName.test(plain))
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Bytes of those of UTF-8 and UTF-16. */
const byteOrderMarks = [0xef, 0xbb, 0xbf, 0xff, 0xfe]

/** By its byte order mark; without one it is UTF-8. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

/** JSON may write any character as a number; quotes stay, as they would end a text. */
const withoutEscapes = (json: string): string =>
  json.replace(/\\u(?!0022|005c)([0-9a-f]{4})/gi, (_, digits: string) =>
    String.fromCharCode(parseInt(digits, 16)),
  )

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
