/** Files and folders go from the board, and can be brought back: what they hold is read before. */
import type { BoardFile } from '../../micropython/board-file'
import type { FileActionOptions, ListedEntry } from '../../provision/board-files/board-filesystem'
import { entriesOf, entryAt, isSecret, mayTouch, type Desk } from './desk'
import { topmost } from './paths'
import { holdsCredentials } from './protection'
import { readAll } from './read-all'
import { mostKeptBytes } from './undo.svelte'

export async function remove(desk: Desk, chosen: readonly string[]): Promise<void> {
  const paths = topmost(chosen)
  const entries = entriesOf(desk, paths)
  if (entries.length === 0 || !(await mayGo(desk, entries))) return
  await desk.work.do('reading', async (options) => {
    const kept = canKeep(desk, entries) ? await keep(desk, entries, options) : undefined
    desk.work.now('deleting')
    // Also after half of it: what is gone by then can be brought back.
    if (kept) rememberDeleted(desk, paths, entries, kept)
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

/** What can be brought back: a secret under another name is not even kept in memory. */
async function keep(
  desk: Desk,
  entries: readonly ListedEntry[],
  options: FileActionOptions,
): Promise<BoardFile[]> {
  const files = await readAll(desk.filesystem, entries, options)
  return files.filter(({ bytes }) => !holdsCredentials(bytes))
}

function rememberDeleted(
  desk: Desk,
  paths: readonly string[],
  entries: readonly ListedEntry[],
  files: readonly BoardFile[],
): void {
  const folders = entries.filter(({ kind }) => kind === 'directory').map(({ path }) => path)
  const undo = async () => {
    const back = await withoutTaken(desk, files)
    if (!back) return
    await desk.work.do('writing', async (options) => {
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
    })
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
