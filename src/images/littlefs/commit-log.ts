/**
 * One block of a metadata pair is a log of commits; this reads it back as the tags of all complete
 * commits, in order. A commit whose CRC does not match, and everything after it, does not exist:
 * that is how littlefs survives a lost supply in the middle of a write.
 * Knows nothing of what the tags mean. Source: littlefs SPEC.md, "Directories / Metadata pairs".
 */

import { crc32 } from './crc'
import { dataLength, isValidTag, tagSeed, tagType, unpackTag, type Tag } from './tags'

export interface LoggedTag extends Tag {
  data: Uint8Array
}

export interface CommitLog {
  revision: number
  tags: LoggedTag[]
}

const wordBytes = 4

/** The complete commits of `block`, or undefined if it holds not one. */
export function readCommitLog(block: Uint8Array): CommitLog | undefined {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength)
  const committed: LoggedTag[] = []
  let pending: LoggedTag[] = []
  let commits = 0
  let previous = tagSeed
  let at = wordBytes
  let commitStart = 0
  while (at + wordBytes <= block.length) {
    const word = (view.getUint32(at) ^ previous) >>> 0
    const tag = unpackTag(word)
    const end = at + wordBytes + dataLength(tag)
    if (!isValidTag(word) || end > block.length) break
    previous = word
    if (isCommitEnd(tag)) {
      if (!closesCommit(view, block, commitStart, at)) break
      committed.push(...pending)
      pending = []
      commits++
      // The lowest bit of the CRC tag says what the next tag's valid bit must look like.
      previous = (word ^ ((tag.chunk & 1) << 31)) >>> 0
      commitStart = end
    } else {
      pending.push({ ...tag, data: block.subarray(at + wordBytes, end) })
    }
    at = end
  }
  return commits > 0 ? { revision: view.getUint32(0, true), tags: committed } : undefined
}

function isCommitEnd(tag: Tag): boolean {
  return (tag.type & 0x780) === tagType.crc && dataLength(tag) >= wordBytes
}

function closesCommit(view: DataView, block: Uint8Array, from: number, tagAt: number): boolean {
  const crc = crc32(block, from, tagAt + wordBytes)
  return crc === view.getUint32(tagAt + wordBytes, true)
}

/** True if revision `a` is newer than `b`; revisions wrap around. */
export function isNewerRevision(a: number, b: number): boolean {
  return ((a - b) | 0) > 0
}
