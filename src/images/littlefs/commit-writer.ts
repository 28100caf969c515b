/**
 * Writes one commit into an erased block: revision, tags, CRC, padding up to the program size.
 * The counterpart of commit-log.ts. Source: littlefs SPEC.md, "LFS_TYPE_CRC", and lfs.c,
 * lfs_dir_commitcrc.
 */

import { crc32 } from './crc'
import { progSizeBytes } from './geometry'
import { noId, packTag, tagSeed, tagType } from './tags'

export interface WrittenTag {
  type: number
  id: number
  data: Uint8Array
}

const wordBytes = 4

/** @param block erased memory (all 0xff) with room for the commit */
export function writeCommit(
  block: Uint8Array,
  revision: number,
  tags: readonly WrittenTag[],
): void {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength)
  view.setUint32(0, revision, true)
  let previous = tagSeed
  let at = wordBytes
  const writeTag = (word: number) => {
    view.setUint32(at, (word ^ previous) >>> 0)
    previous = word
    at += wordBytes
  }
  for (const { type, id, data } of tags) {
    writeTag(packTag(type, id, data.length))
    block.set(data, at)
    at += data.length
  }
  // The padding belongs to the CRC tag's length. Its lowest type bit stays 0: the erased word that
  // follows must read as invalid.
  const end = alignUp(at + 2 * wordBytes)
  writeTag(packTag(tagType.crc, noId, end - at - wordBytes))
  view.setUint32(at, crc32(block, 0, at), true)
}

function alignUp(offset: number): number {
  return Math.ceil(offset / progSizeBytes) * progSizeBytes
}
