/** What every action on a board's files works with. Implemented by state/board-files.svelte.ts. */
import type {
  BoardFilesystem,
  FileActionOptions,
  ListedEntry,
  Listing,
} from '../../provision/board-files/board-filesystem'
import { topmost } from '../../micropython/board-path'
import type { Documents } from './documents.svelte'
import type { Notice } from './notice'
import { folderOf } from './paths'
import type { Protection } from './protection'
import type { Questions } from './questions.svelte'
import type { Selection } from './selection.svelte'
import type { UndoSteps } from './undo.svelte'
import type { Work } from './work.svelte'

export interface Desk {
  readonly filesystem: BoardFilesystem
  readonly listing: Listing | undefined
  readonly work: Work
  readonly questions: Questions
  readonly selection: Selection
  readonly documents: Documents
  readonly undo: UndoSteps
  notice: Notice | undefined
  /** Through the bootloader a part of the flash is written anew, which is said once. */
  mayWrite: boolean
  protectionOf(path: string): Protection | undefined
  /** Before something is read: what is harmless may have become a secret since the last listing. */
  lookForSecrets(options: FileActionOptions): Promise<void>
  /** Asks the board what it has now. */
  refresh(options: FileActionOptions): Promise<void>
}

export const entryAt = ({ listing }: Desk, path: string): ListedEntry | undefined =>
  listing && indexOf(listing).get(path)?.entry

/** `path` and all that is in it. */
export function entriesIn({ listing }: Desk, path: string): ListedEntry[] {
  if (!listing) return []
  const index = indexOf(listing)
  const inside: ListedEntry[] = []
  const collect = (one: string) => {
    const { entry, children = [] } = index.get(one) ?? {}
    if (entry) inside.push(entry)
    for (const child of children) collect(child)
  }
  collect(path)
  return inside
}

interface Place {
  entry?: ListedEntry
  /** Paths of what is directly in it. */
  children: string[]
}

/** A board may have thousands of files, and each is looked for by its path. */
const indexes = new WeakMap<Listing, Map<string, Place>>()

function indexOf(listing: Listing): Map<string, Place> {
  const known = indexes.get(listing)
  if (known) return known
  const index = new Map<string, Place>()
  const placeAt = (path: string): Place => {
    const there = index.get(path)
    if (there) return there
    const made: Place = { children: [] }
    index.set(path, made)
    const folder = folderOf(path)
    if (path !== folder) placeAt(folder).children.push(path)
    return made
  }
  for (const entry of listing.entries) placeAt(entry.path).entry = entry
  indexes.set(listing, index)
  return index
}

/** All that `paths` mean, each once. */
export const entriesOf = (desk: Desk, paths: readonly string[]): ListedEntry[] =>
  topmost(paths).flatMap((path) => entriesIn(desk, path))

export const isSecret = (desk: Desk, path: string): boolean => desk.protectionOf(path) === 'secret'

/** Asks before the portal's own files go or change, and once before the flash is written; a new action begins. */
export async function mayTouch(
  desk: Desk,
  paths: readonly string[],
  action: 'change' | 'move' | 'delete',
): Promise<boolean> {
  desk.notice = undefined
  const portal = topmost(paths.filter((path) => desk.protectionOf(path) === 'portal'))
  if (portal.length > 0 && !(await desk.questions.ask('portal', { paths: portal, action }))) {
    return false
  }
  if (desk.filesystem.way !== 'bootloader' || desk.mayWrite) return true
  desk.mayWrite = (await desk.questions.ask('planned-write', {})) !== undefined
  return desk.mayWrite
}
