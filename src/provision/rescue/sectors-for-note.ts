/**
 * Which of a filesystem's first two sectors gets the note first: never the one that still counts. So
 * there is no moment without either the old filesystem or a complete note.
 */
import { sameBytes } from '../../bytes/bytes'
import { sectorBytes } from '../../esptool/region'
import { isNewerRevision, readCommitLog } from '../../images/littlefs/commit-log'
import type { FoundFilesystem, FoundInterrupted, FoundLittlefs } from '../survey/found'
import { decodeNote, encodeNote, type RescueNote } from './rescue-note'

/** Sectors (0, 1) that need the note, in their order. */
export function sectorsForNote(
  found: FoundFilesystem,
  offsetBytes: number,
  note: RescueNote,
): number[] {
  const here = 'place' in found && found.place.offset === offsetBytes && 'start' in found
  if (!here) return [1, 0]
  const sectors = halves(found.start)
  const wanted = encodeNote(note)
  const order = countingSector(found) === 0 ? [1, 0] : [0, 1]
  return order.filter((sector) => !sameBytes(sectors[sector]!, wanted))
}

/** Of two commits the newer one counts, of notes the one that was followed. */
function countingSector(found: FoundLittlefs | FoundInterrupted): number {
  const sectors = halves(found.start)
  if (found.kind === 'interrupted') {
    const followed = JSON.stringify(found.note)
    return sectors.findIndex((sector) => JSON.stringify(decodeNote(sector)) === followed)
  }
  const [first, second] = sectors.map(readCommitLog)
  if (first && second) return isNewerRevision(second.revision, first.revision) ? 1 : 0
  return second ? 1 : 0
}

const halves = (start: Uint8Array) => [start.subarray(0, sectorBytes), start.subarray(sectorBytes)]
