/** Whether files fit before the first one is written: each is written beside the old one. Pure. */
import { parentsOf } from '../../micropython/board-path'
import type { BoardFile } from '../../micropython/board-file'
import { DeviceError } from '../../errors'

export interface RoomForFiles {
  blockBytes: number
  freeBlocks: number
  /** Size in bytes of the file that has this path now; undefined if there is none. */
  sizeOf: (path: string) => number | undefined
  hasDirectory: (path: string) => boolean
}

/** An entry more may split a directory. */
const reservedBlocks = 2
/** Up to this size a file lies in its directory. */
const inlineBytes = 128
/** Each block of a file's content but the first begins with pointers, two of four bytes on average. */
const pointerBytes = 8

/** @throws DeviceError `no-space`, with both amounts */
export function checkRoom(files: readonly BoardFile[], room: RoomForFiles): void {
  const { blockBytes, freeBlocks, sizeOf, hasDirectory } = room
  const blocks = (sizeBytes: number) =>
    sizeBytes <= inlineBytes ? 0 : Math.ceil(sizeBytes / (blockBytes - pointerBytes))
  const folders = new Set(files.flatMap(({ path }) => parentsOf(path)))
  const newFolders = [...folders].filter((path) => !hasDirectory(path))
  let left = freeBlocks - reservedBlocks - 2 * newFolders.length
  for (const { path, bytes } of files) {
    left -= blocks(bytes.length)
    if (left < 0) throw full(files, freeBlocks * blockBytes)
    left += blocks(sizeOf(path) ?? 0)
  }
}

function full(files: readonly BoardFile[], freeBytes: number): DeviceError {
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0)
  const [wanted, free] = [Math.ceil(bytes / 1024), Math.floor(freeBytes / 1024)]
  return new DeviceError(
    'no-space',
    `${wanted} KB are to be written, ${free} KB are free. Nothing was written.`,
  )
}
