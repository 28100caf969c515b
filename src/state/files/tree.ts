/** A board's files as the rows of a tree: folders that are open, with what is in them. Pure. */
import type { ListedEntry } from '../../provision/board-files/board-filesystem'
import { folderOf, nameOf } from './paths'

export interface TreeRow {
  entry: ListedEntry
  name: string
  /** 1 in the root. */
  level: number
  /** Among those in its folder, from 1. */
  position: number
  siblings: number
  /** Of a folder. */
  isOpen?: boolean
  /** In bytes; of a folder, of all that is in it. */
  sizeBytes: number
  /** Files in it, at any depth. */
  files: number
}

/** Folders first, then by name as people sort them. */
const inOrder = (a: ListedEntry, b: ListedEntry) =>
  Number(b.kind === 'directory') - Number(a.kind === 'directory') ||
  nameOf(a.path).localeCompare(nameOf(b.path), 'en', { numeric: true })

/** What is visible, from top to bottom. */
export function treeRows(
  entries: readonly ListedEntry[],
  isOpen: (folder: string) => boolean,
): TreeRow[] {
  const children = byFolder(entries)
  const sums = sumsOf(entries)
  const below = (folder: string, level: number): TreeRow[] => {
    const inside = children.get(folder) ?? []
    return inside.flatMap((entry, index) => {
      const { files = 1, sizeBytes = entry.sizeBytes } = sums.get(entry.path) ?? {}
      const place = { level, position: index + 1, siblings: inside.length }
      const row: TreeRow = { entry, name: nameOf(entry.path), ...place, sizeBytes, files }
      if (entry.kind === 'file') return [row]
      const open = isOpen(entry.path)
      return [{ ...row, isOpen: open }, ...(open ? below(entry.path, level + 1) : [])]
    })
  }
  return below('', 1)
}

function byFolder(entries: readonly ListedEntry[]): Map<string, ListedEntry[]> {
  const children = new Map<string, ListedEntry[]>()
  for (const entry of [...entries].sort(inOrder)) {
    const folder = folderOf(entry.path)
    const inside = children.get(folder)
    if (inside) inside.push(entry)
    else children.set(folder, [entry])
  }
  return children
}

interface Sum {
  files: number
  sizeBytes: number
}

/** Of each folder. */
function sumsOf(entries: readonly ListedEntry[]): Map<string, Sum> {
  const sums = new Map<string, Sum>()
  for (const { path, kind } of entries) {
    if (kind === 'directory') sums.set(path, { files: 0, sizeBytes: 0 })
  }
  for (const { path, kind, sizeBytes } of entries) {
    if (kind === 'directory') continue
    for (let folder = folderOf(path); folder; folder = folderOf(folder)) {
      const sum = sums.get(folder)
      if (sum) sums.set(folder, { files: sum.files + 1, sizeBytes: sum.sizeBytes + sizeBytes })
    }
  }
  return sums
}
