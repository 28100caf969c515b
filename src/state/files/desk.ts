/** What every action on a board's files works with. Implemented by state/board-files.svelte.ts. */
import type {
  BoardFilesystem,
  FileActionOptions,
  ListedEntry,
  Listing,
} from '../../provision/board-files/board-filesystem'
import type { Documents } from './documents.svelte'
import type { Notice } from './notice'
import { isWithin, topmost } from './paths'
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
  listing?.entries.find((entry) => entry.path === path)

/** `path` and all that is in it. */
export const entriesIn = ({ listing }: Desk, path: string): ListedEntry[] =>
  (listing?.entries ?? []).filter((entry) => isWithin(entry.path, path))

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
