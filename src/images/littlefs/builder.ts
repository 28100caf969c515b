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
import {
  directoryTags,
  fileTags,
  firstRevision,
  isInline,
  splitIntoPairs,
  superblockTags,
  tailTags,
} from './directory-tags'
import type { FileEntry } from './filesystem'
import type { BlockPair } from './geometry'
import { writeSkipList } from './skip-list'
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
    return directoryTags(node.name, id, address)
  }

  #placeFile(name: Uint8Array, file: FileEntry, id: number): WrittenTag[] {
    const head = isInline(file)
      ? undefined
      : writeSkipList(file.bytes, () => this.#allocator.block())
    return fileTags({ name, file }, id, head)
  }

  /** Writes the directories, now that all addresses are known. */
  finish(blockCount: number): Uint8Array<ArrayBuffer> {
    this.#pairs.forEach((pair, index) => {
      const head = index === 0 ? superblockTags(blockCount) : []
      const next = this.#pairs[index + 1]
      const tail = tailTags(next?.address, next?.directory === pair.directory)
      writeCommit(pair.memory, firstRevision, [...head, ...pair.tags, ...tail])
    })
    return this.#allocator.image()
  }
}
