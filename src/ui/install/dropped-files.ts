/**
 * What a drop or a file picker brings, folders included, as files with paths. A browser hands out
 * folders only during the drop event itself, so the entries are taken before any waiting.
 * https://wicg.github.io/entries-api/
 */
import type { ChangeEvent } from '../presets/local-file'
import { mostFiles, type OfferedFile } from '../../state/extra-files.svelte'

/** Twice what is taken: enough to tell that it is too many, without walking a whole disk. */
const mostSeen = 2 * mostFiles
/** Of files and folders: folders may hold nothing but folders. */
const mostVisited = 10 * mostFiles
/** Deeper than any path that a board takes. */
const deepest = 64

export function droppedFiles(transfer: DataTransfer): Promise<OfferedFile[]> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file')
  const taken = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }))
  return collect(taken)
}

/** All files of an input, or of the folder that it took; it is emptied so that they can be chosen again. */
export function takeFiles({ currentTarget: input }: ChangeEvent): OfferedFile[] {
  const files = [...(input.files ?? [])]
  input.value = ''
  return files.map((file) => ({ path: file.webkitRelativePath || file.name, file }))
}

interface Dropped {
  entry: FileSystemEntry | null
  /** For drops without entries, such as those of other programs. */
  file: File | null
}

interface Walk {
  found: OfferedFile[]
  visited: number
}

async function collect(dropped: Dropped[]): Promise<OfferedFile[]> {
  const walk: Walk = { found: [], visited: 0 }
  for (const { entry, file } of dropped) {
    if (entry?.isDirectory) await visit(entry, walk, 0)
    else if (file && walk.found.length < mostSeen) walk.found.push({ path: file.name, file })
  }
  return walk.found
}

async function visit(entry: FileSystemEntry, walk: Walk, depth: number): Promise<void> {
  if (walk.found.length >= mostSeen || ++walk.visited > mostVisited || depth > deepest) return
  const path = entry.fullPath.slice(1)
  // What cannot be looked at is offered all the same: reading it is refused, by its name.
  if (isFile(entry)) walk.found.push({ path, file: await fileOf(entry).catch(() => unreadable) })
  else if (isFolder(entry)) {
    const children = await childrenOf(entry).catch(() => undefined)
    if (!children) walk.found.push({ path, file: unreadable })
    for (const child of children ?? []) await visit(child, walk, depth + 1)
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory

const fail = () => Promise.reject(new Error('The system does not let it be read.'))
const unreadable: OfferedFile['file'] = { size: 0, arrayBuffer: fail, text: fail }

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
