/**
 * Two blocks that together hold one stretch of a directory: chooses the block that counts and
 * replays its tags into entries, tail and global state.
 * Knows nothing of names' encoding, of files' data or of the tree. Source: littlefs SPEC.md.
 */

import { isNewerRevision, readCommitLog, type CommitLog, type LoggedTag } from './commit-log'
import { nullBlock, type BlockPair } from './geometry'
import { deletedLength, noId, tagFamily, tagType } from './tags'

export interface RawEntry {
  /** Type of the name tag: `tagType.file`, `.directory` or `.superblock`; undefined if unnamed. */
  kind?: number
  name: Uint8Array
  struct?: { type: number; data: Uint8Array }
  attributes: Map<number, Uint8Array>
}

export interface MetadataPair {
  revision: number
  /** In the order of their ids. */
  entries: RawEntry[]
  /** The next pair of the list of all pairs, if there is one. */
  tail?: BlockPair
  /** True if `tail` goes on with the same directory. */
  tailIsSameDirectory: boolean
  /** This pair's share of the global move state: three words, to be XORed over all pairs. */
  moveState?: Uint8Array
}

/** The newer of the two blocks that has a complete commit, replayed; undefined if neither has. */
export function readMetadataPair(blocks: readonly [Uint8Array, Uint8Array]) {
  const [first, second] = [readCommitLog(blocks[0]), readCommitLog(blocks[1])]
  const log = newer(first, second)
  return log && replay(log)
}

function newer(first: CommitLog | undefined, second: CommitLog | undefined): CommitLog | undefined {
  if (!first || !second) return first ?? second
  return isNewerRevision(second.revision, first.revision) ? second : first
}

function replay(log: CommitLog): MetadataPair {
  const pair: MetadataPair = { revision: log.revision, entries: [], tailIsSameDirectory: false }
  for (const tag of log.tags) apply(pair, tag)
  return pair
}

function apply(pair: MetadataPair, tag: LoggedTag): void {
  if (tag.family === tagFamily.tail) applyTail(pair, tag)
  else if (tag.type === tagType.moveState && tag.length === 12) pair.moveState = tag.data
  else if (tag.id === noId) return
  else if (tag.family === tagFamily.splice) applySplice(pair.entries, tag)
  else applyToEntry(pair.entries, tag)
}

function applyTail(pair: MetadataPair, tag: LoggedTag): void {
  const tail = tag.length === 8 ? readPair(tag.data) : undefined
  pair.tail = tail
  pair.tailIsSameDirectory = tail !== undefined && (tag.chunk & 1) === 1
}

function applySplice(entries: RawEntry[], tag: LoggedTag): void {
  if (tag.type === tagType.delete) {
    entries.splice(tag.id, 1)
  } else if (tag.type === tagType.create) {
    growTo(entries, tag.id)
    entries.splice(tag.id, 0, unnamed())
  }
}

function applyToEntry(entries: RawEntry[], tag: LoggedTag): void {
  growTo(entries, tag.id + 1)
  const entry = entries[tag.id]!
  if (tag.family === tagFamily.name) {
    entry.kind = tag.type
    entry.name = tag.data
  } else if (tag.family === tagFamily.struct) {
    entry.struct = { type: tag.type, data: tag.data }
  } else if (tag.family === tagFamily.attribute) {
    if (tag.length === deletedLength) entry.attributes.delete(tag.chunk)
    else entry.attributes.set(tag.chunk, tag.data)
  }
}

function growTo(entries: RawEntry[], count: number): void {
  while (entries.length < count) entries.push(unnamed())
}

function unnamed(): RawEntry {
  return { name: new Uint8Array(), attributes: new Map() }
}

/** Two little-endian block addresses; undefined if they are the null pair. */
export function readPair(data: Uint8Array): BlockPair | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const pair: BlockPair = [view.getUint32(0, true), view.getUint32(4, true)]
  return pair.includes(nullBlock) ? undefined : pair
}
