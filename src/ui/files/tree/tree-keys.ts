/** What a key means in a tree of files. Pure. */
import { folderOf } from '../../../state/files/paths'
import type { TreeRow } from '../../../state/files/tree'

export type Meaning =
  | { is: 'go'; path: string }
  | { is: 'fold'; open: boolean }
  | { is: 'enter' | 'select' | 'all' | 'rename' | 'remove' }

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>

/** @param index of the row that has the focus; undefined for keys that mean nothing here */
export function keyOf(
  { key, ctrlKey, metaKey, altKey }: Key,
  rows: readonly TreeRow[],
  index: number,
): Meaning | undefined {
  const command = ctrlKey || metaKey
  if (command && key.toLowerCase() === 'a') return { is: 'all' }
  if (command || altKey) return undefined
  if (key.length === 1 && key !== ' ') return byName(key, rows, index)
  return actions[key] ?? moved(key, rows, index)
}

const actions: Record<string, Meaning> = {
  Enter: { is: 'enter' },
  ' ': { is: 'select' },
  F2: { is: 'rename' },
  Delete: { is: 'remove' },
  // What a Mac calls Delete.
  Backspace: { is: 'remove' },
}

function moved(key: string, rows: readonly TreeRow[], index: number): Meaning | undefined {
  const row = rows[index]
  const target = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: rows.length - 1 }[key]
  if (target !== undefined) return to(rows[target])
  if (key === 'ArrowRight' && row?.isOpen !== undefined) {
    if (!row.isOpen) return { is: 'fold', open: true }
    const next = rows[index + 1]
    return next && next.level > row.level ? to(next) : undefined
  }
  if (key !== 'ArrowLeft' || !row) return undefined
  if (row.isOpen) return { is: 'fold', open: false }
  return to(rows.find(({ entry }) => entry.path === folderOf(row.entry.path)))
}

const to = (row: TreeRow | undefined): Meaning | undefined =>
  row && { is: 'go', path: row.entry.path }

/** The next one whose name begins with the letter. */
function byName(letter: string, rows: readonly TreeRow[], index: number): Meaning | undefined {
  const order = [...rows.slice(index + 1), ...rows.slice(0, index + 1)]
  return to(order.find(({ name }) => name.toLowerCase().startsWith(letter.toLowerCase())))
}
