/** The contents of many files, one after the other, with the progress of all. */
import type { BoardFile } from '../../micropython/board-file'
import type {
  BoardFilesystem,
  FileActionOptions,
  ListedEntry,
} from '../../provision/board-files/board-filesystem'
import { endsWork } from './work.svelte'

interface ReadAllOptions extends FileActionOptions {
  /** Instead of failing for one file; not if the board is lost. */
  onUnreadable?: (path: string) => void
}

export async function readAll(
  filesystem: BoardFilesystem,
  entries: readonly ListedEntry[],
  { signal, onProgress, onUnreadable }: ReadAllOptions,
): Promise<BoardFile[]> {
  const wanted = entries.filter(({ kind }) => kind === 'file')
  const totalBytes = wanted.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const files: BoardFile[] = []
  let before = 0
  for (const { path, sizeBytes } of wanted) {
    signal?.throwIfAborted()
    const from = before
    const progress = (done: number) => onProgress?.(Math.min(from + done, totalBytes), totalBytes)
    try {
      files.push({ path, bytes: await filesystem.read(path, { signal, onProgress: progress }) })
    } catch (error) {
      if (!onUnreadable || endsWork(error)) throw error
      onUnreadable(path)
    }
    before += sizeBytes
    onProgress?.(Math.min(before, totalBytes), totalBytes)
  }
  return files
}
