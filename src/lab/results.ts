/** What the checklist remembers, as it is kept in the browser and parsed when it comes from there. */
import * as v from 'valibot'

/** Raised when an older version could not read it any more. */
export const resultsVersion = 1

export const outcomes = ['pass', 'fail', 'skipped'] as const
const endings = ['ready', 'running', 'failed', 'disconnected'] as const

const times = v.object({
  what: v.string(),
  ms: v.number(),
  outcome: v.string(),
  phases: v.array(v.object({ phase: v.string(), ms: v.number() })),
})

const runSchema = v.object({
  /** ISO 8601 */
  at: v.string(),
  kind: v.picklist(['real', 'virtual']),
  bridge: v.optional(
    v.object({ usbVendorId: v.optional(v.number()), usbProductId: v.optional(v.number()) }),
  ),
  chip: v.optional(v.string()),
  flashSizeBytes: v.optional(v.number()),
  ended: v.picklist(endings),
  /** Of the failure. */
  code: v.optional(v.string()),
  message: v.optional(v.string()),
  totalMs: v.number(),
  /** At which the port was opened, in order. */
  baudRates: v.array(v.number()),
  sentBytes: v.number(),
  receivedBytes: v.number(),
  attempts: v.array(times),
})

const resultSchema = v.object({
  outcome: v.optional(v.picklist(outcomes)),
  note: v.pipe(v.string(), v.maxLength(2000)),
  runs: v.array(runSchema),
})

export const resultsSchema = v.object({
  version: v.literal(resultsVersion),
  results: v.record(v.string(), resultSchema),
})

export type Outcome = (typeof outcomes)[number]
export type Ending = (typeof endings)[number]
export type Run = v.InferOutput<typeof runSchema>
export type Result = v.InferOutput<typeof resultSchema>
export type Results = v.InferOutput<typeof resultsSchema>
