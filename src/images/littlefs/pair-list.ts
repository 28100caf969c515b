/**
 * All metadata pairs hang on one list that begins at blocks 0 and 1. This walks it for what only
 * the whole list tells: the superblock, the pair in which the root directory begins (superblocks
 * multiply with wear; the last one counts) and a rename that a lost supply interrupted.
 * Source: littlefs SPEC.md, "LFS_TYPE_SUPERBLOCK", "LFS_TYPE_TAIL" and "LFS_TYPE_MOVESTATE".
 */

import type { BlockMap } from './block-map'
import { Damaged, type DamageLog } from './damage'
import { blockSizeBytes, rootPair, type BlockPair } from './geometry'
import { readMetadataPair, readPair, type MetadataPair } from './metadata-pair'
import { decodeSuperblock, type Superblock } from './superblock'
import { tagType, unpackTag } from './tags'

/** An entry that was copied elsewhere and whose original must be taken as deleted. */
export interface PendingMove {
  pair: BlockPair
  id: number
}

export interface Mount {
  superblock: Superblock
  root: BlockPair
  pendingMove?: PendingMove
}

/** What littlefs' own mount would find. @throws Damaged if there is no usable superblock */
export function mount(blocks: BlockMap, damage: DamageLog): Mount {
  const first = readMetadataPair(blocks.peekPair(rootPair))
  const superblock = decodeSuperblock(first?.entries[0])
  if (!superblock) throw new Damaged('no valid superblock in blocks 0 and 1')
  checkSuperblock(superblock)
  blocks.blockCount = superblock.blockCount
  const found: Mount = { superblock, root: rootPair }
  const moveState = new Uint8Array(12)
  damage.guard('/', () => {
    for (const { address, pair } of pairs(blocks)) {
      if (decodeSuperblock(pair.entries[0])) found.root = address
      pair.moveState?.forEach((byte, index) => (moveState[index]! ^= byte))
    }
  })
  found.pendingMove = readPendingMove(moveState)
  return found
}

function checkSuperblock({ majorVersion, minorVersion, ...geometry }: Superblock): void {
  if (majorVersion !== 2 || minorVersion > 1) {
    throw new Damaged(`on-disk version ${majorVersion}.${minorVersion} is not known`)
  }
  if (geometry.blockSizeBytes !== blockSizeBytes) {
    throw new Damaged(`blocks of ${geometry.blockSizeBytes} bytes instead of ${blockSizeBytes}`)
  }
  if (geometry.blockCount < 2) throw new Damaged(`only ${geometry.blockCount} blocks`)
}

function* pairs(blocks: BlockMap): Generator<{ address: BlockPair; pair: MetadataPair }> {
  const seen = new Set<number>()
  for (let address: BlockPair | undefined = rootPair; address;) {
    if (seen.has(address[0]) || seen.has(address[1])) {
      throw new Damaged(`the list of directories comes back to block ${address[0]}`)
    }
    address.forEach((block) => seen.add(block))
    const pair: MetadataPair | undefined = readMetadataPair(blocks.peekPair(address))
    if (!pair) throw new Damaged(`blocks ${address.join(' and ')} hold no complete commit`)
    yield { address, pair }
    address = pair.tail
  }
}

function readPendingMove(state: Uint8Array): PendingMove | undefined {
  const tag = unpackTag(new DataView(state.buffer).getUint32(0, true))
  const pair = readPair(state.subarray(4))
  return tag.type === tagType.delete && pair ? { pair, id: tag.id } : undefined
}
