/**
 * The files that a board shall have: ours, and those of its owner that are kept. Decides for every
 * file what becomes of it, so that the plan can tell. Knows paths, not blocks.
 */
import { sameBytes } from '../../bytes/bytes'
import { parentsOf } from '../../micropython/board-path'
import type { Entry } from '../../images/littlefs'
import type { Files } from '../survey/found'
import { isInPortalFolder } from './paths'
import type { BoardFile } from '../../micropython/board-file'

export type FileFate =
  | 'added'
  /** Ours, and the board has it already. */
  | 'unchanged'
  /** Ours in place of what the board has under this name. */
  | 'replaced'
  /** The owner's, stays. */
  | 'kept'
  /** Left over from an older portal. */
  | 'removed'
  /** The owner's, goes: not kept on request, or its path is taken by ours. */
  | 'lost'

export interface FileOnBoard {
  path: string
  sizeBytes: number
}

export interface PlannedFile extends FileOnBoard {
  fate: FileFate
  /** After the installation; of what goes, before it. */
  sizeBytes: number
}

export interface MergedFiles {
  /** Everything, with all parent directories. */
  files: Files
  /** The owner's part of it. */
  kept: Files
  /** Sorted by path. */
  planned: PlannedFile[]
}

/** @param existing what the board has; @param ours what must be there in any case */
export function mergeFiles(
  existing: Files,
  ours: BoardFile[],
  owners: 'keep' | 'replace',
): MergedFiles {
  const own = new Map(ours.map(({ path, bytes }) => [path, bytes]))
  const neededFolders = new Set(ours.flatMap(({ path }) => parentsOf(path)))
  const fits = (path: string, entry: Entry) =>
    !own.has(path) &&
    !parentsOf(path).some((parent) => own.has(parent)) &&
    !(entry.type === 'file' && neededFolders.has(path))

  const planned: PlannedFile[] = []
  const kept: Files = new Map()
  for (const [path, entry] of existing) {
    // MicroPython would take a stale dns.py before the new dns.mpy.
    const stale = isInPortalFolder(path)
    const stays = owners === 'keep' && !stale && fits(path, entry)
    // A folder that ours needs comes back by itself.
    if (stays && !neededFolders.has(path)) kept.set(path, entry)
    if (entry.type === 'directory' || own.has(path)) continue
    const fate = stays ? 'kept' : stale ? 'removed' : 'lost'
    planned.push({ path, fate, sizeBytes: entry.bytes.length })
  }
  const files = new Map(kept)
  for (const { path, bytes } of ours) {
    const before = existing.get(path)
    const same = before?.type === 'file' && sameBytes(before.bytes, bytes)
    const fate = same ? 'unchanged' : before?.type === 'file' ? 'replaced' : 'added'
    planned.push({ path, fate, sizeBytes: bytes.length })
    files.set(path, same && owners === 'keep' ? before : { type: 'file', bytes })
  }
  return { files: withParents(files), kept, planned: planned.sort(byPath) }
}

/** True if both have the same paths with the same bytes, whenever they were written. */
export function sameFiles(a: Files, b: Files): boolean {
  const [left, right] = [withParents(a), withParents(b)]
  if (left.size !== right.size) return false
  return [...left].every(([path, entry]) => {
    const other = right.get(path)
    if (entry.type === 'directory') return other?.type === 'directory'
    return other?.type === 'file' && sameBytes(entry.bytes, other.bytes)
  })
}

export function withParents(files: Files): Files {
  const all: Files = new Map()
  for (const [path, entry] of files) {
    for (const parent of parentsOf(path))
      if (!all.has(parent)) all.set(parent, { type: 'directory' })
    all.set(path, entry)
  }
  return all
}

const byPath = (a: PlannedFile, b: PlannedFile) => (a.path < b.path ? -1 : 1)
