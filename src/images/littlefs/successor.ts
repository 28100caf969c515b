/**
 * From a filesystem in flash to the next one, as littlefs itself would get there: everything new goes into
 * free blocks, and the directories that lead to it too, up to the root. Whichever of the root's two blocks
 * does not count is written last, with a newer revision: until that block is complete the old filesystem
 * is there, byte for byte, and from then on the new one. What has not changed stays where it is. Over 200
 * lines: what a pair says depends on where all others went, so one class places them.
 */

import { sameBytes } from '../../bytes/bytes'
import { DeviceError } from '../../errors'
import { erasedBlock } from './block-map'
import { isNewerRevision, readCommitLog } from './commit-log'
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
import type { FileEntry, Layout } from './filesystem'
import { blockSizeBytes, rootPair, type BlockPair } from './geometry'
import { writeSkipList } from './skip-list'
import {
  plantTree,
  sortedChildren,
  type DirectoryNode,
  type FilesystemTree,
  type TreeNode,
} from './tree'

/** Which of the first two blocks counts, and its revision. */
export interface RootBlock {
  address: number
  revision: number
}

export interface Predecessor {
  blockCount: number
  /** Blocks in use, counted from the filesystem's start. */
  used: ReadonlySet<number>
  layout: Layout
  root: RootBlock
  /** What stands in a block of a directory; undefined where nobody knows. */
  standing: (address: number) => Uint8Array | undefined
}

export interface Successor {
  /** To be written first; none of them is in use before. */
  blocks: Map<number, Uint8Array>
  /** To be written when all of those stand in the flash. */
  root: RootBlock & { bytes: Uint8Array }
  used: Set<number>
  layout: Layout
}

/** @param start the first two blocks; where nothing stands, whatever is written counts */
export function rootOf(start: Uint8Array): RootBlock {
  const halves = [start.subarray(0, blockSizeBytes), start.subarray(blockSizeBytes)]
  const [first, second] = halves.map(readCommitLog)
  const isSecond = second && (!first || isNewerRevision(second.revision, first.revision))
  if (isSecond) return { address: 1, revision: second.revision }
  return first ? { address: 0, revision: first.revision } : { address: 1, revision: 0 }
}

/** @throws DeviceError 'no-space'; 'unexpected' for a path that no filesystem can hold */
export const succeed = (tree: FilesystemTree, before: Predecessor): Successor =>
  new Succession(before).of(plantTree(tree))

interface Pair {
  path: string
  /** Of the pairs of its directory. */
  index: number
  directory: DirectoryNode
  nodes: TreeNode[]
  address?: BlockPair
}

class Succession {
  readonly #blocks = new Map<number, Uint8Array>()
  readonly #layout: Layout = { contents: new Map(), pairs: new Map() }
  /** In the order of the list that threads all pairs: every directory after its parent. */
  readonly #pairs: Pair[] = []
  readonly #firstPairs = new Map<DirectoryNode, Pair>()
  readonly #free: FreeBlocks

  constructor(private readonly before: Predecessor) {
    this.#free = new FreeBlocks(before)
  }

  of(root: DirectoryNode): Successor {
    this.#line(root, '/')
    // From the end: what a pair says of others is then known.
    for (let at = this.#pairs.length - 1; at > 0; at--) this.#place(at)
    const bytes = this.#rootBytes()
    const address = 1 - this.before.root.address
    return {
      blocks: this.#blocks,
      root: { address, revision: this.#rootRevision, bytes },
      layout: this.#layout,
      used: this.#used(),
    }
  }

  get #rootRevision(): number {
    return (this.before.root.revision + 1) >>> 0
  }

  #line(directory: DirectoryNode, path: string): void {
    const groups = splitIntoPairs(sortedChildren(directory), path === '/')
    const own = groups.map((nodes, index): Pair => ({ path, index, directory, nodes }))
    this.#firstPairs.set(directory, own[0]!)
    this.#pairs.push(...own)
    for (const node of groups.flat()) {
      if (!('file' in node)) this.#line(node, childPath(path, node))
    }
  }

  #place(at: number): void {
    const pair = this.#pairs[at]!
    const bytes = this.#bytesOf(at, firstRevision)
    pair.address = this.#standingAt(pair, bytes) ?? this.#newPair(bytes)
    this.#note(pair, pair.address)
  }

  #rootBytes(): Uint8Array {
    const bytes = this.#bytesOf(0, this.#rootRevision)
    this.#note(this.#pairs[0]!, rootPair)
    return bytes
  }

  #note({ path }: Pair, address: BlockPair): void {
    const { pairs } = this.#layout
    pairs.set(path, [address, ...(pairs.get(path) ?? [])])
  }

  /** Where the very same pair stands, with an erased second block as it was written. */
  #standingAt({ path, index }: Pair, bytes: Uint8Array): BlockPair | undefined {
    const known = this.before.layout.pairs.get(path)?.[index]
    const [first, second] = known?.map(this.before.standing) ?? []
    const isSame = first && second && sameBytes(first, bytes) && sameBytes(second, erased)
    return isSame ? known : undefined
  }

  #newPair(bytes: Uint8Array): BlockPair {
    const address: BlockPair = [this.#free.next(), this.#free.next()]
    this.#blocks.set(address[0], bytes)
    this.#blocks.set(address[1], erased)
    return address
  }

  #bytesOf(at: number, revision: number): Uint8Array {
    const { nodes, directory } = this.#pairs[at]!
    const firstId = at === 0 ? 1 : 0
    const head = at === 0 ? superblockTags(this.before.blockCount) : []
    const entries = nodes.flatMap((node, index) => this.#tagsOf(node, firstId + index))
    const next = this.#pairs[at + 1]
    const tail = tailTags(next?.address, next?.directory === directory)
    const bytes = erasedBlock()
    writeCommit(bytes, revision, [...head, ...entries, ...tail])
    return bytes
  }

  #tagsOf(node: TreeNode, id: number): WrittenTag[] {
    if (!('file' in node)) {
      return directoryTags(node.name, id, this.#firstPairs.get(node)!.address!)
    }
    if (isInline(node.file)) return fileTags(node, id)
    const blocks = this.before.layout.contents.get(node.file) ?? this.#newContent(node.file)
    this.#layout.contents.set(node.file, blocks)
    return fileTags(node, id, blocks.at(-1))
  }

  #newContent({ bytes }: FileEntry): number[] {
    const addresses: number[] = []
    const allocate = () => {
      const block = { address: this.#free.next(), memory: erasedBlock() }
      this.#blocks.set(block.address, block.memory)
      return block
    }
    writeSkipList(bytes, allocate, addresses)
    return addresses
  }

  #used(): Set<number> {
    const { pairs, contents } = this.#layout
    return new Set([...[...pairs.values()].flat(2), ...[...contents.values()].flat()])
  }
}

const erased = erasedBlock()

const childPath = (parent: string, { name }: TreeNode): string =>
  `${parent === '/' ? '' : parent}/${new TextDecoder().decode(name)}`

/** Spreads wear: each change begins to look somewhere else. */
const strideBlocks = 61

class FreeBlocks {
  #at: number
  #left: number

  constructor(private readonly before: Predecessor) {
    const { blockCount, root } = before
    this.#at = (root.revision * strideBlocks) % blockCount
    this.#left = blockCount
  }

  /** @throws DeviceError 'no-space' */
  next(): number {
    const { blockCount, used } = this.before
    while (this.#left-- > 0) {
      const address = this.#at
      this.#at = (this.#at + 1) % blockCount
      if (address > 1 && !used.has(address)) return address
    }
    const freeBytes = (blockCount - used.size) * blockSizeBytes
    const message = `The new files do not fit beside the old ones: ${freeBytes} bytes are free.`
    throw new DeviceError('no-space', message)
  }
}
