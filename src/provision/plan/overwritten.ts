/**
 * The one rule for what a plan must name: everything that it overwrites, erases or hands to a new
 * filesystem, and that is neither erased flash nor known: the firmware and the files that the survey
 * names anyway, and what belongs to Espressif's SDK, which renews it by itself.
 */
import type { WaitOptions } from '../../async/deadline'
import { sectorBytes } from '../../esptool/region'
import type { FilesystemPlace } from '../../images/flash-layout'
import type { FlashSight } from '../survey/flash-window'
import type { FoundFilesystem, Survey } from '../survey/found'
import { identified, occupiedIn, type FoundData } from '../survey/occupied-flash'
import { runsOf, type Work } from './plan'
import { rfDataSector, sdkStretch } from '../survey/rf-data'
import { between, joined, within, without, type Stretch } from '../survey/flash-ranges'

export interface Taken {
  /** Erased or written by the installation itself. */
  atOnce: Stretch[]
  /** Sooner or later, by the filesystem that begins there. */
  later: Stretch[]
}

/**
 * @param place where the firmware will have its files; undefined if it decides that itself, at its first
 *   boot, somewhere behind itself
 */
export function takenBy(work: Work, found: Survey, place: FilesystemPlace | undefined): Taken {
  const whole = between(0, found.flashSizeBytes)
  if (work.eraseFirst) return { atOnce: [whole], later: [] }
  const runs = runsOf(work).map((run) =>
    between(run.offsetBytes, run.offsetBytes + run.bytes.length),
  )
  const begins = work.filesystem !== undefined || work.format !== undefined
  const own = place ? (begins ? [stretchOf(place)] : []) : [behind(work, found)]
  return { atOnce: joined(runs), later: own }
}

function behind({ firmware }: Work, { flashSizeBytes }: Survey): Stretch {
  const ends = firmware.map(({ offsetBytes, bytes }) => offsetBytes + bytes.length)
  return between(Math.max(0, ...ends), sdkStretch(flashSizeBytes).offsetBytes)
}

/** Where it is not erased, and nobody has named it yet. */
export const occupiedOf = (
  flash: FlashSight,
  found: Survey,
  where: readonly Stretch[],
  options: WaitOptions & { onProgress?: (doneBytes: number) => void },
): Promise<Stretch[]> => occupiedIn(flash, without(where, knownIn(found)), options)

/** What stands there, but for what is named as the program anyway. */
export async function unnamed(
  flash: FlashSight,
  found: Survey,
  occupied: readonly Stretch[],
  options: WaitOptions,
): Promise<FoundData[]> {
  const all = await identified(flash, occupied, options)
  return all.filter((data) => !isProgramItself(found, data))
}

/** How much of it has to be hashed. */
export const unknownBytes = (found: Survey, where: readonly Stretch[]): number =>
  without(where, knownIn(found)).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)

/** Of `data`, what the work takes. */
export const lostOf = (data: readonly FoundData[], { atOnce, later }: Taken): FoundData[] =>
  data.filter((one) => within([one], joined([...atOnce, ...later])).length > 0)

function knownIn(found: Survey): Stretch[] {
  return joined([...firmwareIn(found), ...filesIn(found.filesystem), ...sdksIn(found)])
}

function firmwareIn({ firmware }: Survey): Stretch[] {
  if (firmware.kind === 'micropython') return [between(0, Math.ceil(firmware.sizeBytes / 4) * 4)]
  // What an attempt of ours has not come to yet was agreed to then.
  return firmware.kind === 'damaged' && firmware.wantedBytes
    ? [between(0, firmware.wantedBytes)]
    : []
}

/** A filesystem that was read, or is named as one that cannot be. */
function filesIn(filesystem: FoundFilesystem): Stretch[] {
  if (filesystem.kind === 'none' || filesystem.kind === 'blank') return []
  const { kind, place } = filesystem
  const blockCount = kind === 'littlefs' ? filesystem.blockCount : place.blockCount
  return [stretchOf({ offset: place.offset, blockCount })]
}

/** A program that ran has left the SDK's settings; on a board without one they may be anything. */
function sdksIn({ firmware, flashSizeBytes, rfData }: Survey): Stretch[] {
  if (rfData === 'foreign') {
    const sector = rfDataSector(flashSizeBytes)
    return firmware.kind === 'blank' ? [sector] : [sector, sdkStretch(flashSizeBytes)]
  }
  return [firmware.kind === 'blank' ? rfDataSector(flashSizeBytes) : sdkStretch(flashSizeBytes)]
}

/** A program that is no MicroPython, or not a whole one, is named as such. */
const isProgramItself = ({ firmware: { kind } }: Survey, { offsetBytes }: Stretch): boolean =>
  (kind === 'other' || kind === 'damaged') && offsetBytes < 2 * sectorBytes

const stretchOf = ({ offset, blockCount }: FilesystemPlace): Stretch =>
  between(offset, offset + blockCount * sectorBytes)
