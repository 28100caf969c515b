/**
 * Builds a littlefs image (on-disk version 2.0) from paths and bytes, as MicroPython on the ESP8266
 * would have formatted it. Deterministic: the same tree gives the same bytes.
 *
 * Of each metadata pair only the first block is programmed; the second is erased, which is how
 * littlefs itself leaves a new directory. Source: littlefs SPEC.md; where lfs.c decides more than
 * the specification says (order of names, when to split), the comments name the function.
 */

import { Allocator } from './allocator'
import { writeCommit, type WrittenTag } from './commit-writer'
import { modifiedAttribute, type FileEntry } from './filesystem'
import { inlineMaxBytes, pairMaxBytes, pairMaxEntries, type BlockPair } from './geometry'
import { writeSkipList } from './skip-list'
import { encodeSuperblock, magic } from './superblock'
import { noId, tagType } from './tags'
import {
  plantTree,
  sortedChildren,
  type DirectoryNode,
  type FilesystemTree,
  type TreeNode,
} from './tree'

export interface BuildOptions {
  /** Blocks of the whole filesystem; MicroPython mounts only what names the size of its flash. */
  blockCount: number
}

/** Revision 0 is what lfs_dir_alloc starts from; its first commit raises it. */
const firstRevision = 1

/**
 * @returns the used blocks from the first on, a multiple of 4096 bytes. What lies behind them in
 *   the flash does not matter, but all of the returned bytes do, erased blocks included: an old
 *   second block of a pair would otherwise outvote the new first one.
 * @throws DeviceError 'filesystem-full' if they are more than `blockCount`
 */
export function buildFilesystem(
  tree: FilesystemTree,
  { blockCount }: BuildOptions,
): Uint8Array<ArrayBuffer> {
  const layout = new Layout(blockCount)
  layout.place(plantTree(tree), true)
  return layout.finish(blockCount)
}

interface PlacedPair {
  address: BlockPair
  memory: Uint8Array
  directory: DirectoryNode
  tags: WrittenTag[]
}

class Layout {
  readonly #allocator: Allocator
  /** In the order of the list that threads all pairs: every directory after its parent. */
  readonly #pairs: PlacedPair[] = []

  constructor(blockCount: number) {
    this.#allocator = new Allocator(blockCount)
  }

  /** Gives the directory its pairs, then its files and directories theirs. */
  place(directory: DirectoryNode, isRoot: boolean): BlockPair {
    const groups = splitIntoPairs(sortedChildren(directory), isRoot)
    const own = groups.map(() => ({
      ...this.#allocator.pair(),
      directory,
      tags: [] as WrittenTag[],
    }))
    this.#pairs.push(...own)
    groups.forEach((nodes, index) => {
      const firstId = isRoot && index === 0 ? 1 : 0
      own[index]!.tags = nodes.flatMap((node, at) => this.#placeEntry(node, firstId + at))
    })
    return own[0]!.address
  }

  #placeEntry(node: TreeNode, id: number): WrittenTag[] {
    if ('file' in node) return this.#placeFile(node.name, node.file, id)
    const address = this.place(node, false)
    return [
      { type: tagType.directory, id, data: node.name },
      { type: tagType.directoryStruct, id, data: words(...address) },
    ]
  }

  #placeFile(name: Uint8Array, file: FileEntry, id: number): WrittenTag[] {
    const tags = [
      { type: tagType.file as number, id, data: name },
      this.#placeBytes(file.bytes, id),
    ]
    if (file.modifiedNs === undefined) return tags
    const type = tagType.attribute + modifiedAttribute
    return [...tags, { type, id, data: nanoseconds(file.modifiedNs) }]
  }

  #placeBytes(bytes: Uint8Array, id: number): WrittenTag {
    if (bytes.length <= inlineMaxBytes) return { type: tagType.inlineStruct, id, data: bytes }
    const head = writeSkipList(bytes, () => this.#allocator.block())
    return { type: tagType.ctzStruct, id, data: words(head, bytes.length) }
  }

  /** Writes the directories, now that all addresses are known. */
  finish(blockCount: number): Uint8Array<ArrayBuffer> {
    this.#pairs.forEach((pair, index) => {
      const head = index === 0 ? superblockTags(blockCount) : []
      const tail = tailTags(pair, this.#pairs[index + 1])
      writeCommit(pair.memory, firstRevision, [...head, ...pair.tags, ...tail])
    })
    return this.#allocator.image()
  }
}

function superblockTags(blockCount: number): WrittenTag[] {
  return [
    { type: tagType.superblock, id: 0, data: magic },
    { type: tagType.inlineStruct, id: 0, data: encodeSuperblock(blockCount) },
  ]
}

function tailTags(pair: PlacedPair, next: PlacedPair | undefined): WrittenTag[] {
  if (!next) return []
  const type = next.directory === pair.directory ? tagType.hardTail : tagType.softTail
  return [{ type, id: noId, data: words(...next.address) }]
}

const superblockBytes = 40

/** As many entries to a pair as lfs_dir_splittingcompact would leave in one. */
function splitIntoPairs(nodes: TreeNode[], isRoot: boolean): TreeNode[][] {
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
