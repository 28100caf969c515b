/** Items that were deleted from a list, and may come back to their places. How they are stored: recently-deleted.ts. */

export interface DeletedItem<T> {
  item: T
  /** Its index in the list. */
  index: number
  /** Milliseconds since 1970. */
  deletedAtMs: number
}

export interface ListWithDeleted<T> {
  items: T[]
  /** Of the last day, newest first. */
  deleted: DeletedItem<T>[]
}

/** `list` with the first item that matches among the deleted ones; `list` itself if there is none. */
export function withDeleted<T, List extends ListWithDeleted<T>>(
  list: List & ListWithDeleted<T>,
  matches: (item: T) => boolean,
): List {
  const index = list.items.findIndex(matches)
  const item = list.items[index]
  if (item === undefined) return list
  const others = list.deleted.filter((other) => !matches(other.item))
  const deleted = [{ item, index, deletedAtMs: Date.now() }, ...others]
  return { ...list, items: list.items.toSpliced(index, 1), deleted }
}

/**
 * `list` with the deleted item that matches back in its place; `list` itself if there is none.
 * @param admit the item to put back, which may be a changed one; undefined: it stays deleted
 */
export function withRestored<T, List extends ListWithDeleted<T>>(
  list: List & ListWithDeleted<T>,
  matches: (item: T) => boolean,
  admit: (item: T) => T | undefined,
): List {
  const found = list.deleted.find(({ item }) => matches(item))
  const item = found && admit(found.item)
  if (!found || item === undefined) return list
  const deleted = list.deleted.filter((other) => other !== found)
  return { ...list, items: list.items.toSpliced(found.index, 0, item), deleted }
}
