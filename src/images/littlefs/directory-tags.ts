/**
 * What stands in a metadata pair for a directory's entries, and how many entries one pair holds. Source:
 * littlefs SPEC.md; where lfs.c decides more, the comments name the function.
 */

import type { WrittenTag } from './commit-writer'
import { modifiedAttribute, type FileEntry } from './filesystem'
import { inlineMaxBytes, pairMaxBytes, pairMaxEntries, type BlockPair } from './geometry'
import { encodeSuperblock, magic } from './superblock'
import { noId, tagType } from './tags'
import type { FileNode, TreeNode } from './tree'

/** Revision 0 is what lfs_dir_alloc starts from; its first commit raises it. */
export const firstRevision = 1

export const isInline = ({ bytes }: FileEntry): boolean => bytes.length <= inlineMaxBytes

export const directoryTags = (name: Uint8Array, id: number, address: BlockPair): WrittenTag[] => [
  { type: tagType.directory, id, data: name },
  { type: tagType.directoryStruct, id, data: words(...address) },
]

/** @param head the last block of the content; undefined for a file that lies in its directory */
export function fileTags({ name, file }: FileNode, id: number, head?: number): WrittenTag[] {
  const { bytes, modifiedNs } = file
  const tags: WrittenTag[] = [
    { type: tagType.file, id, data: name },
    head === undefined
      ? { type: tagType.inlineStruct, id, data: bytes }
      : { type: tagType.ctzStruct, id, data: words(head, bytes.length) },
  ]
  if (modifiedNs === undefined) return tags
  const type = tagType.attribute + modifiedAttribute
  return [...tags, { type, id, data: nanoseconds(modifiedNs) }]
}

export function superblockTags(blockCount: number): WrittenTag[] {
  return [
    { type: tagType.superblock, id: 0, data: magic },
    { type: tagType.inlineStruct, id: 0, data: encodeSuperblock(blockCount) },
  ]
}

/** @param next the next pair of the list of all pairs */
export function tailTags(next: BlockPair | undefined, isSameDirectory: boolean): WrittenTag[] {
  if (!next) return []
  const type = isSameDirectory ? tagType.hardTail : tagType.softTail
  return [{ type, id: noId, data: words(...next) }]
}

const superblockBytes = 40

/** As many entries to a pair as lfs_dir_splittingcompact would leave in one. */
export function splitIntoPairs(nodes: TreeNode[], isRoot: boolean): TreeNode[][] {
  const groups: TreeNode[][] = [[]]
  let sizeBytes = isRoot ? superblockBytes : 0
  let count = isRoot ? 1 : 0
  for (const node of nodes) {
    const nodeBytes = entryBytes(node)
    if (sizeBytes + nodeBytes > pairMaxBytes || count + 1 > pairMaxEntries) {
      groups.push([])
      sizeBytes = 0
      count = 0
    }
    groups.at(-1)!.push(node)
    sizeBytes += nodeBytes
    count++
  }
  return groups
}

const tagBytes = 4
const addressBytes = 8

/** What a node's tags take in its directory. */
function entryBytes(node: TreeNode): number {
  const nameBytes = tagBytes + node.name.length
  if (!('file' in node)) return nameBytes + tagBytes + addressBytes
  const { bytes, modifiedNs } = node.file
  const structBytes = bytes.length <= inlineMaxBytes ? bytes.length : addressBytes
  return nameBytes + tagBytes + structBytes + (modifiedNs === undefined ? 0 : tagBytes + 8)
}

function words(...values: number[]): Uint8Array {
  const data = new Uint8Array(values.length * 4)
  const view = new DataView(data.buffer)
  values.forEach((value, index) => view.setUint32(index * 4, value, true))
  return data
}

function nanoseconds(time: bigint): Uint8Array {
  const data = new Uint8Array(8)
  new DataView(data.buffer).setBigUint64(0, time, true)
  return data
}
