/** Whether files fit before any is written. Pure; littlefs has its own overhead, so this is the lower bound. */
import { blockSizeBytes } from '../../images/littlefs/geometry'
import type { BoardFile } from '../../micropython/board-file'
import { directoriesOf } from '../../micropython/board-path'
import type { Listing } from '../../provision/board-files/board-filesystem'

const blocks = (bytes: number) => Math.ceil(bytes / blockSizeBytes) * blockSizeBytes
/** A pair of metadata blocks. */
const folderBytes = 2 * blockSizeBytes

/**
 * The room that is needed at most at one time, in bytes; undefined if there is enough. Each file is written beside
 * the one that it replaces.
 */
export function missingRoom(
  files: readonly (Pick<BoardFile, 'path'> & { sizeBytes: number })[],
  { entries, freeBytes }: Listing,
): number | undefined {
  const known = new Map(entries.map((entry) => [entry.path, entry]))
  const folders = directoriesOf(files.map(({ path }) => path)).filter((path) => !known.has(path))
  let taken = folders.length * folderBytes
  let most = taken
  for (const { path, sizeBytes } of files) {
    taken += blocks(sizeBytes)
    most = Math.max(most, taken)
    taken -= blocks(known.get(path)?.sizeBytes ?? 0)
  }
  return most > freeBytes ? most : undefined
}
