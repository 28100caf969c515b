/**
 * From what was found and what shall be there to the sectors that have to change. Asks the chip for
 * hashes where the survey does not tell already; changes nothing.
 */
import { toHex } from '../../bytes/hex'
import { isOffered } from '../../esptool/open-bootloader'
import { sectorBytes, type Region } from '../../esptool/region'
import { digestBytes } from '../../images/firmware-image'
import type { BoardImage } from './board-image'
import { toRuns, type FlashRun } from './flash-runs'
import type { Survey } from '../survey/found'
import { sameFiles } from '../files/merge-files'
import { differingSectors, type CompareOptions, type Hashes } from './differing-sectors'
import { eraseBlockBytes, paddedFirmware, roundedUp } from './erase-blocks'
import type { FilesystemWork, Work } from './plan'
import { planRescue } from '../rescue/rescue-copy'
import { rfDataWork } from '../survey/rf-data'
import type { Wire } from './timings'

export interface Task {
  /** The image with its patched header, at 0. */
  firmware: Region
  /** Undefined if this firmware has to make its filesystem itself. */
  files: BoardImage | undefined
  found: Survey
  eraseFirst: boolean
  /** The radio's data, even if they look well. */
  renewRfData?: boolean
  wire: Wire
}

export async function workFor(flash: Hashes, task: Task, options: CompareOptions): Promise<Work> {
  const { found, eraseFirst, renewRfData } = task
  const image = await inLargeBlocks(task)
  const firmware = await firmwareRuns(flash, task, image, options)
  const filesystem = await filesystemWork(flash, task, image.bytes.length, options)
  const radio = renewRfData ? { ...found, rfData: 'foreign' as const } : found
  return { eraseFirst, firmware, filesystem, rfData: rfDataWork(radio, eraseFirst) }
}

/** True if the board has this very firmware, whatever its header says. */
export function hasFirmware({ firmware }: Survey, { bytes }: Region): boolean {
  if (firmware.kind !== 'micropython') return false
  const digest = bytes.subarray(bytes.length - digestBytes)
  return toHex(digest) === firmware.digest
}

/** @param image the firmware as it is written as a whole */
async function firmwareRuns(flash: Hashes, task: Task, image: Region, options: CompareOptions) {
  const { found, firmware, eraseFirst, wire } = task
  if (eraseFirst) return whole(image)
  if (hasFirmware(found, firmware)) return headerRun(found.head, firmware)
  // Two versions have hardly a sector in common; only an interrupted installation is worth asking.
  if (found.firmware.kind !== 'damaged') return whole(image)
  return toRuns(firmware, await differingSectors(flash, firmware, options), wire)
}

/** The digest covers all but the first four bytes. */
function headerRun(head: Uint8Array, { bytes }: Region): FlashRun[] {
  const wanted = bytes.subarray(0, sectorBytes)
  const same = wanted.every((byte, at) => byte === head[at])
  return same ? [] : [{ offsetBytes: 0, bytes: wanted, erased: false }]
}

const whole = (region: Region): FlashRun[] => [{ ...region, erased: false }]

/** Up to it, a sector takes longer on the wire than its erasing does. */
const erasingIsHiddenBaud = 460_800

/**
 * The firmware up to the end of its last erase block, where nothing else lies; not where the wire is what is
 * waited for, unless that is what the server has compressed.
 */
async function inLargeBlocks({ firmware, files, wire }: Task): Promise<Region> {
  const bytes = paddedFirmware(firmware.bytes, files?.place.offset)
  const isFaster = wire.baudRate > erasingIsHiddenBaud || (await isOffered(bytes))
  return isFaster ? { ...firmware, bytes } : firmware
}

const everySector = ({ bytes }: Region): boolean[] =>
  Array.from({ length: Math.ceil(bytes.length / sectorBytes) }, () => true)

async function filesystemWork(
  flash: Hashes,
  { files, found, eraseFirst, wire }: Task,
  firmwareBytes: number,
  options: CompareOptions,
): Promise<FilesystemWork | undefined> {
  if (!files || (!eraseFirst && isRightAlready(found, files))) return undefined
  const { region, place, kept } = files
  const blank = eraseFirst || found.filesystem.kind === 'blank'
  const differs = blank ? everySector(region) : await differingSectors(flash, region, options)
  if (!differs.some(Boolean)) return undefined
  const circumstances = {
    kept,
    found: found.filesystem,
    place,
    imageBytes: region.bytes.length,
    firmwareBytes,
  }
  const rescue = eraseFirst ? inMemory(kept.size) : planRescue(circumstances)
  // With files at stake, the note about them stands where this would erase.
  const atOnce = eraseFirst || (blank && kept.size === 0) ? dataForBlank(files) : []
  const data = atOnce.length > 0 ? atOnce : dataRuns(region, differs, wire)
  return { region, kept, rescue, data }
}

const inMemory = (count: number) =>
  count > 0 ? ({ kind: 'memory-only' } as const) : ({ kind: 'none' } as const)

/** The first two sectors are written last and apart from the rest: see carry-out.ts. */
function dataRuns(region: Region, differs: boolean[], wire: Wire): FlashRun[] {
  const behindStart = differs.map((differing, sector) => differing && sector >= startSectors)
  return toRuns(region, behindStart, wire)
}

const startSectors = 2

/** Into an empty place: with an erased start, so that the stub can erase large blocks here, too. */
function dataForBlank({ region, place }: BoardImage): FlashRun[] {
  const sizeBytes = roundedUp(region.bytes.length)
  const aligned = place.offset % eraseBlockBytes === 0
  if (!aligned || sizeBytes > place.blockCount * sectorBytes) return []
  const bytes = new Uint8Array(sizeBytes).fill(0xff)
  bytes.set(region.bytes.subarray(startSectors * sectorBytes), startSectors * sectorBytes)
  return [{ offsetBytes: place.offset, bytes, erased: false }]
}

/** The same files, in a filesystem that MicroPython mounts: wherever they lie in it. */
function isRightAlready({ filesystem }: Survey, { place, files }: BoardImage): boolean {
  if (filesystem.kind !== 'littlefs' || filesystem.damage.length > 0) return false
  const samePlace =
    filesystem.place.offset === place.offset && filesystem.blockCount === place.blockCount
  return samePlace && sameFiles(filesystem.files, files)
}
