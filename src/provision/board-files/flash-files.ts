/**
 * The files in a flash, as the bootloader reads them, and the blocks that they take there. Only reads.
 */
import type { WaitOptions } from '../../async/deadline'
import { DeviceError } from '../../errors'
import type { Bootloader } from '../../esptool/bootloader'
import { sectorBytes } from '../../esptool/region'
import { filesystemPlace } from '../../images/flash-layout'
import { blockSizeBytes, rootOf, type Layout, type RootBlock } from '../../images/littlefs'
import { KnownFlash } from '../survey/known-flash'
import { survey } from '../survey/survey'
import type { Files, Survey } from '../survey/found'
import type { Listing } from './board-filesystem'

export interface FlashFiles {
  tree: Files
  /** Where the filesystem begins, from the start of the flash. */
  offsetBytes: number
  blockCount: number
  used: ReadonlySet<number>
  layout: Layout
  root: RootBlock
  /** What stands in the blocks in use, and in both of the root. */
  blocks: ReadonlyMap<number, Uint8Array>
  /** Why nothing may be written; undefined if it may. */
  readOnly?: string
}

export interface FindOptions extends WaitOptions {
  /** What is known of this flash already, such as from a plan. */
  flash?: KnownFlash
}

/** @throws DeviceError `filesystem-damaged` where there is no filesystem that can be read */
export async function findFlashFiles(
  bootloader: Pick<Bootloader, 'read' | 'md5' | 'identity'>,
  { signal, flash = new KnownFlash(bootloader) }: FindOptions = {},
): Promise<FlashFiles> {
  const found = await survey(flash, bootloader.identity.flashSizeBytes, { signal })
  const files = filesIn(found)
  const blocks = new Map<number, Uint8Array>()
  for (const block of new Set([...files.used, 0, 1])) {
    const at = files.offsetBytes + block * sectorBytes
    blocks.set(block, await flash.read(at, sectorBytes, { signal }))
  }
  return { ...files, blocks }
}

function filesIn(found: Survey): Omit<FlashFiles, 'blocks'> {
  const { filesystem } = found
  if (filesystem.kind === 'littlefs') {
    const { place, files: tree, blockCount, usedBlocks: used, layout, start, damage } = filesystem
    const root = rootOf(start)
    const readOnly = damage.length > 0 ? `${damage[0]!.path}: ${damage[0]!.reason}` : undefined
    return { tree, offsetBytes: place.offset, blockCount, used, layout, root, readOnly }
  }
  const empty = { used: new Set<number>(), layout: { contents: new Map(), pairs: new Map() } }
  if (filesystem.kind === 'interrupted') {
    const { place, files: tree, start } = filesystem
    const { offset: offsetBytes, blockCount } = place
    const readOnly = 'An installation was interrupted. Install again.'
    return { ...empty, tree, offsetBytes, blockCount, root: rootOf(start), readOnly }
  }
  if (filesystem.kind === 'blank' && isOwnPlace(found, filesystem.place.offset)) {
    const { offset: offsetBytes, blockCount } = filesystem.place
    return { ...empty, tree: new Map(), offsetBytes, blockCount, root: { address: 1, revision: 0 } }
  }
  throw new DeviceError('filesystem-damaged', `In place of the files is: ${filesystem.kind}.`)
}

/** Where the MicroPython that is there would make its filesystem. */
function isOwnPlace({ firmware, flashSizeBytes }: Survey, offsetBytes: number): boolean {
  if (firmware.kind !== 'micropython' || !firmware.variant) return false
  return filesystemPlace(firmware.variant, flashSizeBytes)?.offset === offsetBytes
}

/** A clock that nobody has set begins in 2000 or 1970. */
const earliestNs = BigInt(Date.UTC(2020, 0, 1)) * 1_000_000n

export function listingOf({ tree, blockCount, used }: FlashFiles): Listing {
  const paths = [...tree.keys()].sort()
  const entries = paths.map((path) => {
    const entry = tree.get(path)!
    if (entry.type === 'directory') return { path, kind: 'directory', sizeBytes: 0 } as const
    const { modifiedNs, bytes } = entry
    const isKnown = modifiedNs !== undefined && modifiedNs >= earliestNs
    const modified = isKnown ? new Date(Number(modifiedNs / 1_000_000n)) : undefined
    return { path, kind: 'file', sizeBytes: bytes.length, ...(modified && { modified }) } as const
  })
  const totalBytes = blockCount * blockSizeBytes
  return { entries, totalBytes, freeBytes: totalBytes - used.size * blockSizeBytes }
}
