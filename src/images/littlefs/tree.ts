/**
 * Paths become a tree of named nodes in the order in which littlefs keeps a directory.
 * Knows nothing of blocks.
 */

import { DeviceError } from '../../errors'
import type { Entry, FileEntry } from './filesystem'
import { nameMaxBytes } from './geometry'

export interface FileNode {
  name: Uint8Array
  file: FileEntry
}

export interface DirectoryNode {
  name: Uint8Array
  children: Map<string, TreeNode>
}

export type TreeNode = FileNode | DirectoryNode

/** Absolute paths ("/lib/a.py") with what is there; missing parents are made. */
export type FilesystemTree = Iterable<readonly [path: string, entry: Entry]>

/** @throws DeviceError 'unexpected' for a path that no filesystem can hold */
export function plantTree(tree: FilesystemTree): DirectoryNode {
  const root: DirectoryNode = { name: new Uint8Array(), children: new Map() }
  for (const [path, entry] of tree) plant(root, path, entry)
  return root
}

function plant(root: DirectoryNode, path: string, entry: Entry): void {
  const names = path.replace(/^\//, '').split('/')
  const last = names.pop() ?? ''
  let parent = root
  for (const name of names) parent = directoryIn(parent, name, path)
  if (entry.type === 'directory') {
    directoryIn(parent, last, path)
  } else {
    if (parent.children.has(last)) throw badPath(path, 'is there twice')
    parent.children.set(last, { name: encodeName(last, path), file: entry })
  }
}

function directoryIn(parent: DirectoryNode, name: string, path: string): DirectoryNode {
  const known = parent.children.get(name)
  if (known && 'file' in known) throw badPath(path, `needs ${name} to be a directory`)
  if (known) return known
  const made: DirectoryNode = { name: encodeName(name, path), children: new Map() }
  parent.children.set(name, made)
  return made
}

function encodeName(name: string, path: string): Uint8Array {
  if (name === '' || name === '.' || name === '..' || name.includes('\0')) {
    throw badPath(path, `${JSON.stringify(name)} cannot be a name`)
  }
  if (/\p{Surrogate}/u.test(name)) throw badPath(path, 'is not well-formed Unicode')
  const bytes = new TextEncoder().encode(name)
  if (bytes.length > nameMaxBytes)
    throw badPath(path, `a name is longer than ${nameMaxBytes} bytes`)
  return bytes
}

function badPath(path: string, reason: string): DeviceError {
  return new DeviceError('unexpected', `The path ${JSON.stringify(path)}: ${reason}.`)
}

/** The nodes in littlefs' order. */
export function sortedChildren(directory: DirectoryNode): TreeNode[] {
  return [...directory.children.values()].sort((a, b) => compareNames(a.name, b.name))
}

/**
 * Bytes decide; of two names of which one begins with the other, the LONGER one comes first. That
 * is what lfs.c does (lfs_dir_find_match), and it matters: where a directory is split over several
 * pairs, littlefs stops searching at the first greater name, and would not find a file that stands
 * in plain alphabetical order.
 */
function compareNames(a: Uint8Array, b: Uint8Array): number {
  const common = Math.min(a.length, b.length)
  for (let at = 0; at < common; at++) {
    if (a[at] !== b[at]) return a[at]! - b[at]!
  }
  return b.length - a.length
}
