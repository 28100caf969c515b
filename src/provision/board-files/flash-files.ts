/**
 * The files in a flash, as the bootloader reads them, and the blocks that they take there.
 */
import type { WaitOptions } from '../../async/deadline'
import { DeviceError } from '../../errors'
import type { Bootloader } from '../../esptool/bootloader'
import { blockSizeBytes } from '../../images/littlefs'
import { survey } from '../survey/survey'
import type { Files, FoundLittlefs } from '../survey/found'
import type { Listing } from './board-filesystem'

export interface FlashFiles {
  /** Of the bootloader, when this was known. */
  resets: number
  found: FoundLittlefs
  tree: Files
}

/** @throws DeviceError `filesystem-damaged` where there is no filesystem that can be read */
export async function findFlashFiles(
  bootloader: Bootloader,
  { signal }: WaitOptions,
): Promise<FlashFiles> {
  const { resets, identity } = bootloader
  const { filesystem } = await survey(bootloader, identity.flashSizeBytes, { signal })
  if (filesystem.kind !== 'littlefs') {
    throw new DeviceError('filesystem-damaged', `In place of the files is: ${filesystem.kind}.`)
  }
  return { resets, found: filesystem, tree: filesystem.files }
}

/** Makes the flash hold `tree`. */
export function writeTree(
  _bootloader: Bootloader,
  _before: FlashFiles,
  _tree: Files,
  _options: WaitOptions,
): Promise<FlashFiles> {
  return Promise.reject(new DeviceError('unexpected', 'Not there yet.'))
}

/** A clock that nobody has set begins in 2000 or 1970. */
const earliestNs = BigInt(Date.UTC(2020, 0, 1)) * 1_000_000n

export function listingOf({ tree, found }: FlashFiles): Listing {
  const paths = [...tree.keys()].sort()
  const entries = paths.map((path) => {
    const entry = tree.get(path)!
    if (entry.type === 'directory') return { path, kind: 'directory', sizeBytes: 0 } as const
    const { modifiedNs, bytes } = entry
    const isKnown = modifiedNs !== undefined && modifiedNs >= earliestNs
    const modified = isKnown ? new Date(Number(modifiedNs / 1_000_000n)) : undefined
    return { path, kind: 'file', sizeBytes: bytes.length, ...(modified && { modified }) } as const
  })
  const totalBytes = found.blockCount * blockSizeBytes
  return { entries, totalBytes, freeBytes: totalBytes - found.usedBlocks.size * blockSizeBytes }
}
