/**
 * What was deleted today: kept with its place and time for a day, so that a delete can be taken back after a
 * reload, too. Bounded in number; what is older goes at the next look.
 */
import * as v from 'valibot'
import type { Transaction } from './key-value-store'
import { isNewerThan } from './newer'

export interface Trashed<T> {
  item: T
  /** Where it stood in its list. */
  index: number
  deletedAtMs: number
}

export const trashKeptMs = 24 * 60 * 60 * 1000
export const mostTrashed = 50

const version = 1
const presetListSchema = v.object({ version: v.literal(version), items: v.array(v.unknown()) })
const trashedSchema = v.object({
  item: v.unknown(),
  index: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  deletedAtMs: v.pipe(v.number(), v.safeInteger()),
})

export class Trash<T> {
  /** @param parse undefined for what is not an item: it is left out */
  constructor(
    private readonly key: string,
    private readonly parse: (data: unknown) => T | undefined,
  ) {}

  /** Newest first. What is not readable is empty: nothing but a way back is lost with it. */
  async read(transaction: Transaction, nowMs = Date.now()): Promise<Trashed<T>[]> {
    const result = v.safeParse(presetListSchema, await transaction.read(this.key))
    if (!result.success) return []
    return result.output.items.slice(0, mostTrashed).flatMap((data) => {
      const trashed = v.safeParse(trashedSchema, data)
      const item = trashed.success ? this.parse(trashed.output.item) : undefined
      if (!trashed.success || item === undefined || !isRecent(trashed.output, nowMs)) return []
      return [{ ...trashed.output, item }]
    })
  }

  /** Also removes what has become too old. */
  async write(
    transaction: Transaction,
    items: readonly Trashed<T>[],
    nowMs = Date.now(),
  ): Promise<void> {
    if (isNewerThan(version, await transaction.read(this.key))) return
    const kept = items.filter((trashed) => isRecent(trashed, nowMs)).slice(0, mostTrashed)
    transaction.write(this.key, { version, items: kept })
  }
}

/** A clock that was put back makes no item immortal. */
const isRecent = ({ deletedAtMs }: { deletedAtMs: number }, nowMs: number) =>
  Math.abs(nowMs - deletedAtMs) < trashKeptMs
