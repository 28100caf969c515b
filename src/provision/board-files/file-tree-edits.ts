/**
 * Changes to the tree of a board's files, with the rules and errors of a filesystem that is mounted. Pure:
 * each returns a new tree.
 */
import { sameBytes } from '../../bytes/bytes'
import { DeviceError } from '../../errors'
import type { BoardFile } from '../../micropython/board-file'
import { boardPath, parentsOf, topmost } from '../../micropython/board-path'
import type { Files } from '../survey/found'

/** With the directories above them. Throws `file-exists` where a folder or a file is in the way. */
export function withFiles(tree: Files, files: readonly BoardFile[], now: Date): Files {
  const changed = new Map(tree)
  for (const file of files) {
    const path = boardPath(file.path)
    makeParents(changed, path)
    // What stays the same object keeps its blocks.
    if (changed.get(path)?.type === 'directory') throw exists(path, 'a folder')
    const before = changed.get(path)
    if (before?.type === 'file' && sameBytes(before.bytes, file.bytes)) continue
    const modifiedNs = BigInt(now.getTime()) * 1_000_000n
    changed.set(path, { type: 'file', bytes: file.bytes.slice(), modifiedNs })
  }
  return changed
}

/** And what is above it. */
export function withDirectory(tree: Files, path: string): Files {
  const changed = new Map(tree)
  makeParents(changed, `${boardPath(path)}/x`)
  return changed
}

/** With the directories above the new name. Throws `file-missing`, `file-exists`. */
export function withName(tree: Files, from: string, to: string): Files {
  const [source, target] = [boardPath(from), boardPath(to)]
  if (!tree.has(source)) throw missing(source)
  if (tree.has(target)) throw exists(target, 'something')
  if (target.startsWith(`${source}/`)) throw exists(target, 'a folder that would move into itself')
  const changed = new Map(tree)
  makeParents(changed, target)
  const renamed = (path: string) =>
    path === source || path.startsWith(`${source}/`) ? target + path.slice(source.length) : path
  return new Map([...changed].map(([path, entry]) => [renamed(path), entry]))
}

/** Directories with all that is in them. Throws `file-missing`. */
export function without(tree: Files, paths: readonly string[]): Files {
  const gone = topmost(paths.map(boardPath))
  const absent = gone.find((path) => !tree.has(path))
  if (absent) throw missing(absent)
  const goes = (path: string) => gone.some((one) => path === one || path.startsWith(`${one}/`))
  return new Map([...tree].filter(([path]) => !goes(path)))
}

function makeParents(tree: Files, path: string): void {
  for (const parent of parentsOf(path)) {
    const there = tree.get(parent)
    if (there?.type === 'file') throw exists(parent, 'a file')
    if (!there) tree.set(parent, { type: 'directory' })
  }
}

const missing = (path: string) => new DeviceError('file-missing', `There is no ${path}.`)

const exists = (path: string, what: string) =>
  new DeviceError('file-exists', `${path}: ${what} has this name.`)
