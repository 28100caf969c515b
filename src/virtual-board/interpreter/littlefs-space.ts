/**
 * How many blocks of 4096 bytes a tree of files takes on LittleFS: for `os.statvfs`, and to raise ENOSPC before
 * the flash is full. Never less than what building the image takes.
 * Format: https://github.com/littlefs-project/littlefs/blob/master/SPEC.md
 */

const blockBytes = 4096
/** Up to this size MicroPython's geometry (cache of 128 bytes) keeps a file in its directory. */
const inlineBytes = 128
/**
 * What a pair of metadata blocks holds at least: littlefs splits beyond half a block, and the entry
 * that no longer fits may be as large as a long name and a whole inline file.
 */
const pairBytes = 1536
/** Tags of an entry: name, content, time. */
const entryBytes = 24

/** Blocks of one file's content: a skip list, whose block n begins with ctz(n) + 1 pointers. */
export function fileBlocks(sizeBytes: number): number {
  if (sizeBytes <= inlineBytes) return 0
  let count = 1
  for (let left = sizeBytes - blockBytes; left > 0; count++) {
    left -= blockBytes - 4 * (Math.log2(count & -count) + 1)
  }
  return count
}

export interface SizedEntry {
  path: string
  isFolder: boolean
  sizeBytes: number
}

/** Blocks of all files and directories, the root included. */
export function usedBlocks(entries: readonly SizedEntry[]): number {
  const metadata = new Map([['', 0]])
  let blocks = 0
  for (const { path, isFolder, sizeBytes } of entries) {
    if (isFolder) metadata.set(path, metadata.get(path) ?? 0)
    else blocks += fileBlocks(sizeBytes)
    const parent = path.slice(0, path.lastIndexOf('/'))
    const inline = !isFolder && sizeBytes <= inlineBytes ? sizeBytes : 8
    const bytes = entryBytes + new TextEncoder().encode(path).length - parent.length + inline
    metadata.set(parent, (metadata.get(parent) ?? 0) + bytes)
  }
  for (const bytes of metadata.values()) blocks += 2 * Math.max(1, Math.ceil(bytes / pairBytes))
  return blocks
}
