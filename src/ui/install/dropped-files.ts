/**
 * What a drop or a file picker brings, folders included, as files with paths. A browser hands out
 * folders only during the drop event itself, so the entries are taken before any waiting.
 * https://wicg.github.io/entries-api/
 */
import { mostFiles, type OfferedFile } from '../../state/extra-files.svelte'

/** Twice what is taken: enough to tell that it is too many, without walking a whole disk. */
const mostSeen = 2 * mostFiles

export function droppedFiles(transfer: DataTransfer): Promise<OfferedFile[]> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file')
  const taken = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }))
  return collect(taken)
}

/** Of an `<input type="file">`, also of one that takes a folder. */
export const pickedFiles = (files: FileList | null): OfferedFile[] =>
  [...(files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }))

interface Dropped {
  entry: FileSystemEntry | null
  /** For drops without entries, such as those of other programs. */
  file: File | null
}

async function collect(dropped: Dropped[]): Promise<OfferedFile[]> {
  const found: OfferedFile[] = []
  for (const { entry, file } of dropped) {
    if (entry?.isDirectory) await walk(entry, found)
    else if (file) found.push({ path: file.name, file })
  }
  return found
}

async function walk(entry: FileSystemEntry, found: OfferedFile[]): Promise<void> {
  if (found.length >= mostSeen) return
  if (isFile(entry)) found.push({ path: entry.fullPath.slice(1), file: await fileOf(entry) })
  else if (isFolder(entry)) for (const child of await childrenOf(entry)) await walk(child, found)
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory

const fileOf = (entry: FileSystemFileEntry) =>
  new Promise<File>((resolve, reject) => entry.file(resolve, reject))

/** A reader gives at most a hundred at a time, and none when it has given all. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (some.length === 0 || all.length >= mostSeen) return all
    all.push(...some)
  }
}
