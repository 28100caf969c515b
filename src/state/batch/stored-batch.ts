/** A batch as it is stored: how its boards are named and treated, and one row for each of them. */
import * as v from 'valibot'
import { deviceErrorCodes } from '../../errors'
import { highestNumber, longestPattern } from './name-pattern'

/** More would be a factory; the page says so, and what is done can be kept as CSV. */
export const mostRows = 500

/** What a row tells one by one of what would be lost. */
export const mostLosses = 20
/** Of what is told, in UTF-16 units: a cut path could be that of another file. */
export const longestPath = 128

const text = (most: number) => v.pipe(v.string(), v.maxLength(most))
const timeMs = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const boardNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(highestNumber))

/** What becomes of boards with something on them; `keep`: one that would lose the owner's is not touched. */
export const otherContents = ['keep', 'replace'] as const

/** After the highest number there is none. */
export const noNumber = highestNumber + 1

const setupSchema = v.strictObject({
  presetId: text(40),
  pattern: text(longestPattern),
  start: boardNumber,
  others: v.picklist(otherContents),
})
export type BatchSetup = v.InferOutput<typeof setupSchema>

export const firstSetup = (): BatchSetup => ({
  presetId: '',
  pattern: 'lamp-{n}',
  start: 1,
  others: 'keep',
})

/** What is still being typed is not stored: a batch with a setup that is none could not be read again. */
export function storableSetup(setup: BatchSetup): BatchSetup {
  const { entries } = setupSchema
  const { presetId, pattern, start, others } = firstSetup()
  return v.parse(
    v.strictObject({
      presetId: v.fallback(entries.presetId, presetId),
      pattern: v.fallback(entries.pattern, pattern),
      start: v.fallback(entries.start, start),
      others: v.fallback(entries.others, others),
    }),
    setup,
  )
}

/** What an installation would have taken from the owner, or from another program. */
const lossSchema = v.strictObject({
  kind: v.picklist(['file', 'files', 'data', 'everything']),
  path: v.optional(text(longestPath)),
})
export type LostThing = v.InferOutput<typeof lossSchema>

const resultSchema = v.variant('is', [
  v.strictObject({ is: v.literal('done'), atMs: timeMs }),
  v.strictObject({
    is: v.literal('failed'),
    atMs: timeMs,
    code: v.picklist(deviceErrorCodes),
    message: text(300),
  }),
  /** Not touched, because this would be lost. */
  v.strictObject({
    is: v.literal('untouched'),
    atMs: timeMs,
    lost: v.pipe(v.array(lossSchema), v.maxLength(mostLosses)),
    /** So many files more, whose names are not stored. */
    more: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  }),
  v.strictObject({ is: v.literal('stopped'), atMs: timeMs }),
  /** The page was closed in the midst of it. */
  v.strictObject({ is: v.literal('unfinished'), atMs: timeMs }),
])
export type RowResult = v.InferOutput<typeof resultSchema>
export type UntouchedResult = Extract<RowResult, { is: 'untouched' }>

const rowSchema = v.strictObject({
  id: text(40),
  /** Unknown of a board that never answered. */
  mac: v.optional(v.pipe(v.string(), v.regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/))),
  /** Stays the board's own, whatever fails. */
  number: v.optional(boardNumber),
  accessPoint: v.optional(text(64)),
  hostname: v.optional(text(32)),
  address: v.optional(text(15)),
  preset: v.optional(text(120)),
  result: resultSchema,
})
export type StoredRow = v.InferOutput<typeof rowSchema>

const batchSchema = v.object({
  version: v.literal(1),
  setup: setupSchema,
  /** All below were given. */
  next: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(noNumber)),
  rows: v.array(v.unknown()),
})

export interface StoredBatch {
  setup: BatchSetup
  next: number
  rows: StoredRow[]
}

/**
 * Rows that are none, or with the id of an earlier one, are left out.
 * @returns undefined for what is no batch, or one of a newer page
 */
export function parseBatch(stored: unknown): StoredBatch | undefined {
  const result = v.safeParse(batchSchema, stored)
  if (!result.success) return undefined
  const { setup, next, rows } = result.output
  const readable = rows.slice(0, mostRows).flatMap((row) => {
    const parsed = v.safeParse(rowSchema, row)
    return parsed.success ? [parsed.output] : []
  })
  return { setup, next: readable.reduce(nextAfter, next), rows: withoutTwins(readable) }
}

function withoutTwins(rows: readonly StoredRow[]): StoredRow[] {
  const known = new Set<string>()
  return rows.filter(({ id }) => !known.has(id) && known.add(id))
}

/** What was stored may have been edited: no number is given twice all the same. */
const nextAfter = (next: number, { number = -1 }: StoredRow): number => Math.max(next, number + 1)
