/**
 * What a board holds, as a download: the whole flash, or its files. Reads only; erased stretches are
 * recognised by their hash and do not cross the wire.
 */
import type { FlashSight } from '../survey/flash-window'
import { md5Hex } from '../../bytes/digest'
import { filesOf, type Survey } from '../survey/found'
import { tarArchive } from './tar'

export interface BackupOptions {
  signal?: AbortSignal
  /** Bytes of flash done, of all. */
  onProgress?: (doneBytes: number, totalBytes: number) => void
}

const pieceBytes = 0x10000
/** A cancel waits for no more than this. */
const readBytes = 0x4000
const erasedPiece = new Uint8Array(pieceBytes).fill(0xff)

/** Byte for byte as it is, to be written back at 0 with any flasher. */
export async function backupFlash(
  flash: FlashSight,
  flashSizeBytes: number,
  { signal, onProgress }: BackupOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const copy = new Uint8Array(flashSizeBytes).fill(0xff)
  const erasedMd5 = md5Hex(erasedPiece)
  for (let at = 0; at < flashSizeBytes; at += pieceBytes) {
    signal?.throwIfAborted()
    const length = Math.min(pieceBytes, flashSizeBytes - at)
    if ((await flash.md5(at, length)) !== erasedMd5) await readInto(copy, flash, at, length, signal)
    onProgress?.(at + length, flashSizeBytes)
  }
  return copy
}

/** Cancelled between two reads: within one, there would be no way back but a reset of the board. */
async function readInto(
  copy: Uint8Array,
  flash: FlashSight,
  from: number,
  length: number,
  signal?: AbortSignal,
): Promise<void> {
  for (let at = from; at < from + length; at += readBytes) {
    signal?.throwIfAborted()
    copy.set(await flash.read(at, Math.min(readBytes, from + length - at)), at)
  }
}

/** The files that a survey has read already, as a tar archive; undefined if there are none. */
export function backupFiles(
  { filesystem }: Survey,
  now?: Date,
): Uint8Array<ArrayBuffer> | undefined {
  const files = [...filesOf(filesystem)].flatMap(([path, entry]) =>
    entry.type === 'file' ? [[path, entry.bytes] as const] : [],
  )
  return files.length > 0 ? tarArchive(files, now) : undefined
}
