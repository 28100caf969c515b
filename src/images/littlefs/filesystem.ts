/**
 * What a filesystem image is to the rest of the page: paths and bytes, no blocks.
 * Paths are absolute ("/lib/captive_portal/dns.py"), of UTF-8 names; the root itself is not listed.
 */

import type { BlockPair } from './geometry'

export interface FileEntry {
  type: 'file'
  bytes: Uint8Array
  /** Time of the last change in ns since 1970, as MicroPython keeps it; absent if not recorded. */
  modifiedNs?: bigint
}

export interface DirectoryEntry {
  type: 'directory'
}

export type Entry = FileEntry | DirectoryEntry

export interface Damage {
  /** Nearest path that is known to be touched. */
  path: string
  /** One English sentence part, e.g. "block 7 is used twice". */
  reason: string
}

/** Where in the image the files are, by the addresses of blocks. */
export interface Layout {
  /** The blocks of each file's content in their order; those that lie in their directory have none. */
  contents: Map<FileEntry, readonly number[]>
  /** The pairs of each directory in their order, by its path; the root is "/". */
  pairs: Map<string, readonly BlockPair[]>
}

export interface Filesystem {
  /** On-disk version: '2.0' or '2.1'. */
  version: string
  blockCount: number
  blockSizeBytes: number
  entries: Map<string, Entry>
  /** What could not be read; always empty unless reading was tolerant. */
  damage: Damage[]
  layout: Layout
}

/** Which user attribute holds MicroPython's time of the last change (vfs_lfs.c, LFS_ATTR_MTIME). */
export const modifiedAttribute = 1
