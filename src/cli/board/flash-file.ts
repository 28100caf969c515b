/**
 * A virtual board's flash in a file: read at the start, written a moment after each change and at the
 * end, by way of a temporary file so that a crash never leaves half of one.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { VirtualBoard } from '../../virtual-board/board'

const settleMs = 500

/** Contents of `path`, or undefined if there is no such file. Throws if they do not fit. */
export function readFlashFile(path: string, flashSizeBytes: number): Uint8Array | undefined {
  if (!existsSync(path)) return undefined
  const content = new Uint8Array(readFileSync(path))
  if (content.length > flashSizeBytes) {
    throw new Error(`${path} has ${content.length} bytes, the flash only ${flashSizeBytes}`)
  }
  return content
}

/** Keeps `path` like the board's flash; the result writes what is still pending and stops. */
export function keepFlashFile(path: string, board: VirtualBoard): () => void {
  let pending: NodeJS.Timeout | undefined
  const write = () => {
    clearTimeout(pending)
    pending = undefined
    const temporary = `${path}.${process.pid}.tmp`
    writeFileSync(temporary, board.flash.bytes)
    renameSync(temporary, path)
  }
  const unsubscribe = board.onFlashChange(() => {
    pending ??= setTimeout(write, settleMs)
  })
  return () => {
    unsubscribe()
    if (pending || !existsSync(path)) write()
  }
}
