/**
 * Which requests are to be signed with which secret, as the user's environment says it. Parsed by hand:
 * what gets published stays one short file of our own.
 */

export const variableName = 'signed_request'

export interface Entry {
  prefix: string
  secret: string
}

/**
 * The entry for this URL; undefined if there is none.
 * @throws Error that names the variable, and nothing of what is in it
 */
export function entryFor(url: string, variable: unknown): Entry | undefined {
  if (variable === undefined || variable === null) return undefined
  const entries: unknown[] = Array.isArray(variable) ? variable : [variable]
  if (!entries.every(isEntry)) {
    throw new Error(
      `"${variableName}" has to be { "prefix": "https://…", "secret": "…" }, or a list.`,
    )
  }
  return entries.find(({ prefix }) => isBelow(url, prefix))
}

function isEntry(data: unknown): data is Entry {
  if (typeof data !== 'object' || data === null) return false
  const { prefix, secret } = data as Partial<Record<keyof Entry, unknown>>
  return isText(prefix) && isText(secret)
}

const isText = (data: unknown): data is string => typeof data === 'string' && data.length > 0

/** A prefix ends where a part of the address ends: never in the middle of a host's name. */
function isBelow(url: string, prefix: string): boolean {
  if (!url.startsWith(prefix)) return false
  return prefix.endsWith('/') || /^([/?#]|$)/.test(url.slice(prefix.length))
}
