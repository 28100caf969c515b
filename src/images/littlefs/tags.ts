/**
 * The 32-bit tag in front of every piece of littlefs metadata: valid bit, 11 bits of type, 10 bits
 * of entry id, 10 bits of length. On disk each tag is big-endian and XORed with the one before it.
 * Source: littlefs SPEC.md, "Metadata tags" and "Metadata types".
 */

export const tagType = {
  file: 0x001,
  directory: 0x002,
  superblock: 0x0ff,
  directoryStruct: 0x200,
  inlineStruct: 0x201,
  ctzStruct: 0x202,
  attribute: 0x300,
  create: 0x401,
  delete: 0x4ff,
  crc: 0x500,
  forwardCrc: 0x5ff,
  softTail: 0x600,
  hardTail: 0x601,
  moveState: 0x7ff,
} as const

/** The upper three bits of a type: its family. */
export const tagFamily = {
  name: 0,
  struct: 2,
  attribute: 3,
  splice: 4,
  crc: 5,
  tail: 6,
  globalState: 7,
} as const

/** Id of what belongs to the directory and not to one entry of it. */
export const noId = 0x3ff
/** Length that says "this tag has been deleted". */
export const deletedLength = 0x3ff
/** What the first tag of a block is XORed with. */
export const tagSeed = 0xffffffff

export interface Tag {
  type: number
  family: number
  /** Lower eight bits of the type. */
  chunk: number
  id: number
  /** Bytes of data after the tag, or `deletedLength`. */
  length: number
}

export function packTag(type: number, id: number, length: number): number {
  return ((type << 20) | (id << 10) | length) >>> 0
}

export function unpackTag(word: number): Tag {
  const type = (word >>> 20) & 0x7ff
  return {
    type,
    family: type >>> 8,
    chunk: type & 0xff,
    id: (word >>> 10) & 0x3ff,
    length: word & 0x3ff,
  }
}

/** A set top bit means: nothing valid was written here. */
export function isValidTag(word: number): boolean {
  return word >>> 31 === 0
}

/** Bytes that a tag's data takes on disk. */
export function dataLength(tag: Tag): number {
  return tag.length === deletedLength ? 0 : tag.length
}
