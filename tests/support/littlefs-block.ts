/**
 * A small encoder and decoder of littlefs metadata for tests, written from SPEC.md on its own and
 * with zlib's CRC: nothing here comes from src/images/, which is tested with it.
 */

import { crc32 } from 'node:zlib'

export interface SpecTag {
  type: number
  id: number
  data: Buffer
  /** Written with the length that says "this tag has been deleted". */
  deleted?: boolean
}

export const blockBytes = 4096

/** Raw CRC register as littlefs keeps it: begun with all ones, not inverted at the end. */
function rawCrc(bytes: Buffer): number {
  return (crc32(bytes) ^ 0xffffffff) >>> 0
}

export function tag(type: number, id: number, data: string | number[] | Buffer): SpecTag {
  if (typeof data === 'string') return { type, id, data: Buffer.from(data) }
  return { type, id, data: Array.isArray(data) ? words(...data) : data }
}

export function words(...values: number[]): Buffer {
  const data = Buffer.alloc(values.length * 4)
  values.forEach((value, index) => data.writeUInt32LE(value >>> 0, index * 4))
  return data
}

export const superblockTags = (blockCount: number): SpecTag[] => [
  tag(0x0ff, 0, 'littlefs'),
  tag(0x201, 0, [0x00020001, blockBytes, blockCount, 255, 0x7fffffff, 1022]),
]

/** A metadata block with one commit for each list of tags. */
export function metadataBlock(revision: number, ...commits: SpecTag[][]): Buffer {
  const block = Buffer.alloc(blockBytes, 0xff)
  block.writeUInt32LE(revision, 0)
  let previous = 0xffffffff
  let at = 4
  let start = 0
  const put = (word: number) => {
    block.writeUInt32BE((word ^ previous) >>> 0, at)
    previous = word
    at += 4
  }
  for (const commit of commits) {
    for (const { type, id, data, deleted } of commit) {
      put(((type << 20) | (id << 10) | (deleted ? 0x3ff : data.length)) >>> 0)
      at += data.copy(block, at)
    }
    const end = Math.ceil((at + 8) / 32) * 32
    put(((0x500 << 20) | (0x3ff << 10) | (end - at - 4)) >>> 0)
    block.writeUInt32LE(rawCrc(block.subarray(start, at)), at)
    at = start = end
  }
  return block
}

/** An image of these blocks, by address; the others are erased. */
export function imageOf(blocks: Record<number, Buffer>): Uint8Array {
  const count = Math.max(...Object.keys(blocks).map(Number)) + 1
  const image = Buffer.alloc(count * blockBytes, 0xff)
  for (const [address, block] of Object.entries(blocks)) {
    block.copy(image, Number(address) * blockBytes)
  }
  return new Uint8Array(image)
}

/** The tags of the first commit of a block. @throws Error if its CRC does not match */
export function firstCommit(block: Uint8Array): SpecTag[] {
  const commit = commitAt(Buffer.from(block), 4, 0, 0xffffffff)
  if (!commit) throw new Error('wrong CRC')
  return commit.tags
}

/** The tags of all complete commits of a block; undefined if there is none. */
export function completeCommits(block: Buffer): SpecTag[] | undefined {
  const tags: SpecTag[] = []
  let commit = commitAt(block, 4, 0, 0xffffffff)
  if (!commit) return undefined
  while (commit) {
    tags.push(...commit.tags)
    commit = commitAt(block, commit.end, commit.end, commit.next)
  }
  return tags
}

function commitAt(block: Buffer, from: number, crcFrom: number, seed: number) {
  const tags: SpecTag[] = []
  let previous = seed
  for (let at = from; at + 8 <= block.length;) {
    const word = (block.readUInt32BE(at) ^ previous) >>> 0
    const [type, length] = [word >>> 20, word & 0x3ff]
    if (word >>> 31) return undefined
    at += 4
    if ((type & 0x780) === 0x500) {
      if (block.readUInt32LE(at) !== rawCrc(block.subarray(crcFrom, at))) return undefined
      return { tags, end: at + length, next: (word ^ ((type & 1) << 31)) >>> 0 }
    }
    const deleted = length === 0x3ff
    const data = block.subarray(at, at + (deleted ? 0 : length))
    tags.push({ type, id: (word >>> 10) & 0x3ff, data, ...(deleted && { deleted }) })
    at += data.length
    previous = word
  }
  return undefined
}
