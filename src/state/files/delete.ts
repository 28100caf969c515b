/** Files and folders go from the board, and can be brought back: what they hold is read before. */
import type { BoardFile } from '../../micropython/board-file'
import { topmost } from '../../micropython/board-path'
import type { ListedEntry } from '../../provision/board-files/board-filesystem'
import { entriesOf, entryAt, isSecret, mayTouch, type Desk } from './desk'
import { holdsCredentials, isFormValues } from './protection'
import { readAll } from './read-all'
import { mostKeptBytes } from './undo.svelte'

export async function remove(desk: Desk, chosen: readonly string[]): Promise<void> {
  const paths = topmost(chosen)
  const entries = entriesOf(desk, paths)
  if (entries.length === 0 || !(await mayGo(desk, entries))) return
  const kept = canKeep(desk, entries) ? await keep(desk, entries) : 'nothing'
  if (!kept || (kept !== 'nothing' && !(await mayLose(desk, kept)))) return
  await desk.work.do('deleting', async (options) => {
    // Also after half of it: what is gone by then can be brought back.
    if (kept !== 'nothing') rememberDeleted(desk, paths, entries, kept.files)
    await desk.filesystem.remove(paths, options)
    for (const path of paths) desk.documents.removed(path)
    await desk.refresh(options)
  })
}

const canKeep = (desk: Desk, entries: readonly ListedEntry[]) =>
  entries.every(({ path }) => !isSecret(desk, path)) && sizeOf(entries) <= mostKeptBytes

const sizeOf = (entries: readonly ListedEntry[]) =>
  entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)

async function mayGo(desk: Desk, entries: readonly ListedEntry[]): Promise<boolean> {
  const paths = entries.map(({ path }) => path)
  if (!(await mayTouch(desk, paths, 'delete'))) return false
  if (canKeep(desk, entries)) return true
  const secret = paths.filter((path) => isSecret(desk, path))
  const why = secret.length > 0 ? 'secret' : 'too-large'
  const named = why === 'secret' ? secret : paths
  return (await desk.questions.ask('delete-for-good', { paths: named, why })) !== undefined
}

interface Kept {
  files: BoardFile[]
  /** Under another name, which its content has told: not even kept in memory. */
  secret: string[]
  unreadable: string[]
}

/** Undefined if the board is lost, or it was cancelled. */
function keep(desk: Desk, entries: readonly ListedEntry[]): Promise<Kept | undefined> {
  return desk.work.do('reading', async (options) => {
    if (entries.some(({ path }) => isFormValues(path))) await desk.lookForSecrets(options)
    const unreadable: string[] = []
    const onUnreadable = (path: string) => unreadable.push(path)
    const read = await readAll(desk.filesystem, entries, { ...options, onUnreadable })
    const holdsSecret = ({ path, bytes }: BoardFile) =>
      isSecret(desk, path) || holdsCredentials(bytes, path)
    const secret = read.filter(holdsSecret).map(({ path }) => path)
    return { files: read.filter((file) => !holdsSecret(file)), secret, unreadable }
  })
}

/** What could not be kept goes only if that is agreed to. */
async function mayLose(desk: Desk, kept: Kept): Promise<boolean> {
  for (const why of ['secret', 'unreadable'] as const) {
    const paths = kept[why]
    if (paths.length > 0 && !(await desk.questions.ask('delete-for-good', { paths, why })))
      return false
  }
  return true
}

function rememberDeleted(
  desk: Desk,
  paths: readonly string[],
  entries: readonly ListedEntry[],
  files: readonly BoardFile[],
): void {
  const folders = entries.filter(({ kind }) => kind === 'directory').map(({ path }) => path)
  if (files.length + folders.length === 0) return
  const undo = async () => {
    const back = await withoutTaken(desk, files)
    if (!back) return false
    const isDone = await desk.work.do('writing', async (options) => {
      for (const path of folders.filter((one) => !entryAt(desk, one))) {
        await desk.filesystem.makeDirectory(path, options)
      }
      if (back.length > 0) await desk.filesystem.write(back, options)
      for (const { path, bytes } of back) desk.documents.find(path)?.restored(bytes)
      await desk.refresh(options)
      for (const path of paths) {
        desk.selection.reveal(path)
        if (folders.includes(path)) desk.selection.setOpen(path, true)
      }
      desk.notice = { is: 'undone' }
      return true
    })
    return isDone ?? false
  }
  const keptBytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0)
  desk.undo.add({ what: 'deleted', paths, keptBytes, undo })
}

/** What has come under one of the names meanwhile is replaced only if that is agreed to. */
async function withoutTaken(
  desk: Desk,
  files: readonly BoardFile[],
): Promise<readonly BoardFile[] | undefined> {
  const taken = files.filter(({ path }) => entryAt(desk, path)).map(({ path }) => path)
  if (taken.length === 0) return files
  const answer = await desk.questions.ask('replace', { paths: taken })
  return (
    answer && (answer === 'replace' ? files : files.filter(({ path }) => !taken.includes(path)))
  )
}
