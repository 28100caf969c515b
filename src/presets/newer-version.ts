/**
 * Data of a newer version of this page, which an older one leaves as it is: it must never write over what it
 * does not understand.
 */
import * as v from 'valibot'

const versioned = v.object({ version: v.number() })

/** True for data that says of itself that its version is higher than the one we know. */
export function isNewerThan(version: number, stored: unknown): boolean {
  const result = v.safeParse(versioned, stored)
  return result.success && result.output.version > version
}

/** True if what does not fit is only that there is more than we know: fields of a newer version. */
export const hasOnlyUnknownFields = (
  issues: readonly v.BaseIssue<unknown>[] | undefined,
): boolean =>
  issues !== undefined &&
  issues.every((issue) => issue.type === 'strict_object' && issue.expected === 'never')

/** The fields of what was stored that the version we know has no name for. */
export function unknownFields(stored: unknown, known: readonly string[]): Record<string, unknown> {
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return {}
  return Object.fromEntries(Object.entries(stored).filter(([name]) => !known.includes(name)))
}
