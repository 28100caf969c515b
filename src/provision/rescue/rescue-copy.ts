/**
 * Where the owner's files are while their filesystem is being replaced: in a small filesystem of their
 * own, in blocks that neither the old nor the new one needs. Found again through the note that stands
 * in the place of the old one (rescue-note.ts).
 */
import type { WaitOptions } from '../../async/deadline'
import { sectorBytes, type Region } from '../../esptool/region'
import type { FilesystemPlace } from '../../images/flash-layout'
import { buildFilesystem } from '../../images/littlefs'
import { md5Hex } from '../../bytes/digest'
import type { FlashSight } from '../survey/flash-window'
import type { Files, FoundFilesystem } from '../survey/found'
import { sameFiles } from '../files/merge-files'
import type { RescueCopy } from './rescue-note'

export type Rescue =
  /** No file is at stake. */
  | { kind: 'none' }
  /** The copy is already there, from the attempt before. */
  | { kind: 'there'; copy: RescueCopy }
  | { kind: 'to-write'; copy: RescueCopy; region: Region }
  /** No room: the files are safe only as long as whoever called remembers them. */
  | { kind: 'memory-only' }

export interface RescueCircumstances {
  /** The owner's files that are to survive. */
  kept: Files
  found: FoundFilesystem
  /** Where the new filesystem goes, and how much of it is written. */
  place: FilesystemPlace
  imageBytes: number
  /** End of the new firmware. */
  firmwareBytes: number
}

/** An answer has no check sum of its own; one damaged byte in it must not cost the owner's files. */
const askedTimes = 3

/** True if the copy can be relied upon. */
export async function copyIsWhole(
  flash: FlashSight,
  { offsetBytes, sizeBytes, md5 }: RescueCopy,
  options: WaitOptions,
): Promise<boolean> {
  for (let time = 0; time < askedTimes; time++) {
    if ((await flash.md5(offsetBytes, sizeBytes, options)) === md5) return true
  }
  return false
}

/** Where the files that are to survive are kept while their filesystem is replaced. Pure. */
export function planRescue(circumstances: RescueCircumstances): Rescue {
  const { kept, place, found } = circumstances
  if (kept.size === 0) return { kind: 'none' }
  const present = copyThere(circumstances)
  if (present) return { kind: 'there', copy: present }
  const bytes = buildFilesystem(kept, { blockCount: place.blockCount })
  const taken = takenSectors(circumstances)
  if (found.kind === 'interrupted' && found.note.copy) addRange(taken, range(found.note.copy))
  const offsetBytes = freeStretch(place, taken, bytes.length / sectorBytes)
  if (offsetBytes === undefined) return { kind: 'memory-only' }
  const copy = { offsetBytes, sizeBytes: bytes.length, md5: md5Hex(bytes) }
  return { kind: 'to-write', copy, region: { offsetBytes, bytes } }
}

/** A copy from before that has the same files and is not in the way. */
function copyThere(circumstances: RescueCircumstances): RescueCopy | undefined {
  const { found, kept } = circumstances
  if (found.kind !== 'interrupted' || !found.note.copy) return undefined
  const { offsetBytes, sizeBytes } = found.note.copy
  const taken = takenSectors(circumstances)
  const inTheWay = sectorsIn(offsetBytes, sizeBytes).some((sector) => taken.has(sector))
  const whole =
    [...kept].every(([path]) => found.files.has(path)) && sameFiles(kept, common(found.files, kept))
  return whole && !inTheWay ? found.note.copy : undefined
}

const common = (files: Files, wanted: Files): Files =>
  new Map([...files].filter(([path]) => wanted.has(path)))

/** Sectors of the flash that the copy must not touch. */
function takenSectors({
  place,
  imageBytes,
  firmwareBytes,
  found,
}: RescueCircumstances): Set<number> {
  const taken = new Set<number>()
  addRange(taken, { offsetBytes: 0, sizeBytes: firmwareBytes })
  addRange(taken, { offsetBytes: place.offset, sizeBytes: imageBytes })
  if (found.kind === 'littlefs') {
    const first = found.place.offset / sectorBytes
    for (const block of found.usedBlocks) taken.add(first + block)
  }
  return taken
}

const range = ({ offsetBytes, sizeBytes }: RescueCopy) => ({ offsetBytes, sizeBytes })

function addRange(
  taken: Set<number>,
  { offsetBytes, sizeBytes }: { offsetBytes: number; sizeBytes: number },
) {
  for (const sector of sectorsIn(offsetBytes, sizeBytes)) taken.add(sector)
}

function sectorsIn(offsetBytes: number, sizeBytes: number): number[] {
  const count = Math.ceil(sizeBytes / sectorBytes)
  return Array.from({ length: count }, (_, index) => offsetBytes / sectorBytes + index)
}

/** The last stretch of free sectors: littlefs fills its flash from anywhere, ours from the start. */
function freeStretch(
  place: FilesystemPlace,
  taken: Set<number>,
  count: number,
): number | undefined {
  const first = place.offset / sectorBytes
  let free = 0
  for (let sector = first + place.blockCount - 1; sector >= first + 2; sector--) {
    free = taken.has(sector) ? 0 : free + 1
    if (free === count) return sector * sectorBytes
  }
  return undefined
}
