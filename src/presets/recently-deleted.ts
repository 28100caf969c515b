/**
 * Items that were deleted from a stored list: kept with their place and time for a day, so that a delete can
 * be undone after a reload, too. At most 50; older ones go at the next write.
 */
import * as v from 'valibot'
import type { DeletedItem } from './deleted-items'
import type { Transaction } from './key-value-store'
import { isNewerThan } from './newer-version'

export const deletedKeptMs = 24 * 60 * 60 * 1000
export const maxDeleted = 50

const version = 1
const storedSchema = v.object({ version: v.literal(version), items: v.array(v.unknown()) })
const deletedSchema = v.object({
  item: v.unknown(),
  index: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  deletedAtMs: v.pipe(v.number(), v.safeInteger()),
})

export class RecentlyDeleted<T> {
  /** @param parse undefined for what is not an item: it is left out */
  constructor(
    private readonly key: string,
    private readonly parse: (data: unknown) => T | undefined,
  ) {}

  /** Newest first. Unreadable data counts as empty: only an undo is lost with it. */
  async read(transaction: Transaction, nowMs = Date.now()): Promise<DeletedItem<T>[]> {
    const result = v.safeParse(storedSchema, await transaction.read(this.key))
    if (!result.success) return []
    return result.output.items.slice(0, maxDeleted).flatMap((data) => {
      const deleted = v.safeParse(deletedSchema, data)
      const item = deleted.success ? this.parse(deleted.output.item) : undefined
      if (!deleted.success || item === undefined || !isRecent(deleted.output, nowMs)) return []
      return [{ ...deleted.output, item }]
    })
  }

  /** Also removes what has become too old. */
  async write(
    transaction: Transaction,
    items: readonly DeletedItem<T>[],
    nowMs = Date.now(),
  ): Promise<void> {
    if (isNewerThan(version, await transaction.read(this.key))) return
    const kept = items.filter((deleted) => isRecent(deleted, nowMs)).slice(0, maxDeleted)
    transaction.write(this.key, { version, items: kept })
  }
}

/** A clock that was set back must not keep an item for ever. */
const isRecent = ({ deletedAtMs }: { deletedAtMs: number }, nowMs: number) =>
  Math.abs(nowMs - deletedAtMs) < deletedKeptMs
