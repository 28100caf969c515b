/**
 * How littlefs itself looks a path up (lfs.c, lfs_dir_find): name by name in the order of the ids,
 * giving up at the first name that it holds for greater, going on in the next pair only when there
 * was none. A file that stands in the wrong place is on the disk, but cannot be opened.
 */

import { blockBytes, firstCommit, type SpecTag } from './littlefs-block'

/** True if the path leads to an entry of an image with one commit to each pair. */
export function canBeOpened(image: Uint8Array, path: string): boolean {
  let pair = 0
  for (const name of path.split('/').filter(Boolean)) {
    const found = findName(image, pair, Buffer.from(name))
    if (!found) return false
    pair = found
  }
  return true
}

/** First block of the directory that was found, -1 for a file, 0 for nothing. */
function findName(image: Uint8Array, firstBlock: number, name: Buffer): number {
  for (let block = firstBlock; ;) {
    const tags = firstCommit(image.subarray(block * blockBytes, (block + 1) * blockBytes))
    for (const entry of tags.filter(({ type }) => type === 0x001 || type === 0x002)) {
      const order = compareLikeLittlefs(entry.data, name)
      if (order === 0) return targetOf(tags, entry)
      if (order > 0) return 0
    }
    const hardTail = tags.find(({ type }) => type === 0x601)
    if (!hardTail) return 0
    block = hardTail.data.readUInt32LE(0)
  }
}

function targetOf(tags: SpecTag[], { type, id }: SpecTag): number {
  if (type === 0x001) return -1
  return tags.find((tag) => tag.type === 0x200 && tag.id === id)!.data.readUInt32LE(0)
}

/** lfs_dir_find_match: with a common beginning, a longer name on the disk counts as smaller. */
function compareLikeLittlefs(onDisk: Buffer, wanted: Buffer): number {
  const length = Math.min(onDisk.length, wanted.length)
  const order = Buffer.compare(onDisk.subarray(0, length), wanted.subarray(0, length))
  return order || wanted.length - onDisk.length
}
