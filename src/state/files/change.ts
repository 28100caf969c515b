/** Names and places of files on a board: new folders, other names, other folders. Each step can be taken back. */
import { namesProblem, absolutePath } from '../../provision/files/extra-paths'
import { parentsOf, topmost } from '../../micropython/board-path'
import type { FileActionOptions } from '../../provision/board-files/board-filesystem'
import { entriesIn, entryAt, isSecret, mayTouch, type Desk } from './desk'
import { OpenDocument } from './document.svelte'
import { folderOf, freeName, isWithin, nameOf } from './paths'
import m from '../../messages/compiled/files-names'

/** What is wrong with a path for something new, in words. */
export function newPathProblem(desk: Desk, typed: string): string | undefined {
  const path = absolutePath(typed)
  const problem = namesProblem(path)
  if (problem) return problem
  if (isSecret(desk, path)) return m.secret()
  if (entryAt(desk, path)) return m.taken({ path })
  if (desk.documents.find(path)) return m.open({ path })
  const above = parentsOf(path).find((folder) => entryAt(desk, folder)?.kind === 'file')
  return above && m.fileAbove({ path: above })
}

/** An empty document, which is on the board once it is saved. */
export async function newFile(desk: Desk, folder: string): Promise<void> {
  const path = await askForPath(desk, 'new-file', `${folder}/`, [])
  if (path) desk.documents.show(OpenDocument.blank(path))
}

export async function newFolder(desk: Desk, folder: string): Promise<void> {
  const path = await askForPath(desk, 'new-folder', `${folder}/`, [])
  if (!path || !(await mayTouch(desk, [], 'change'))) return
  await desk.work.do('writing', async (options) => {
    await desk.filesystem.makeDirectory(path, options)
    await desk.refresh(options)
    desk.selection.arrive(path)
  })
}

export async function rename(desk: Desk, path: string): Promise<void> {
  if (!mayLeave(desk, path)) return
  const folder = folderOf(path)
  const answer = await desk.questions.ask('name', {
    purpose: 'rename',
    initial: nameOf(path),
    paths: [path],
    problem: (typed) =>
      typed.includes('/')
        ? m.slash()
        : typed === nameOf(path)
          ? undefined
          : newPathProblem(desk, `${folder}/${typed}`),
  })
  if (answer === undefined || answer === nameOf(path)) return
  await moveAll(desk, [{ from: path, to: absolutePath(`${folder}/${answer}`) }], 'renamed')
}

export async function moveAsked(desk: Desk, paths: readonly string[]): Promise<void> {
  const moved = topmost(paths)
  if (!moved.every((path) => mayLeave(desk, path))) return
  const folder = await desk.questions.ask('name', {
    purpose: 'move',
    initial: `${folderOf(moved[0] ?? '')}/`,
    paths: moved,
    problem: (typed) => targetProblem(desk, moved, typed),
  })
  if (folder !== undefined) await moveInto(desk, moved, folder)
}

/** @param typed of a folder, also one that is not there yet */
export async function moveInto(desk: Desk, paths: readonly string[], typed: string): Promise<void> {
  const folder = typed.trim() === '/' ? '' : absolutePath(typed)
  const moves = paths
    .map((from) => ({ from, to: `${folder}/${nameOf(from)}` }))
    .filter(({ from, to }) => from !== to)
  const taken = moves.find(({ to }) => entryAt(desk, to) ?? desk.documents.find(to))
  if (taken) desk.notice = { is: 'in-the-way', path: taken.to }
  else if (moves.length > 0 && moves.every(({ from }) => mayLeave(desk, from)))
    await moveAll(desk, moves, 'moved')
}

function targetProblem(desk: Desk, moved: readonly string[], typed: string): string | undefined {
  const folder = absolutePath(typed)
  if (folder === '/') return undefined
  const file = [...parentsOf(folder), folder].find((one) => entryAt(desk, one)?.kind === 'file')
  if (file) return m.fileAbove({ path: file })
  if (moved.some((path) => isWithin(folder, path))) return m.intoItself()
  return namesProblem(folder)
}

interface Move {
  from: string
  to: string
}

async function moveAll(desk: Desk, moves: Move[], what: 'moved' | 'renamed'): Promise<void> {
  const touched = moves.flatMap(({ from, to }) => [
    ...entriesIn(desk, from).map(({ path }) => path),
    to,
  ])
  if (!(await mayTouch(desk, touched, 'move'))) return
  const done: Move[] = []
  await desk.work.do('moving', async (options) => {
    try {
      for (const move of moves) {
        await desk.filesystem.rename(move.from, move.to, options)
        done.push(move)
        follow(desk, move)
      }
    } finally {
      if (done.length > 0) remember(desk, done, what)
    }
    await desk.refresh(options)
    const last = done.at(-1)
    if (last) desk.selection.arrive(last.to)
  })
}

function follow({ documents, selection }: Desk, { from, to }: Move): void {
  documents.moved(from, to)
  selection.moved(from, to)
}

function remember(desk: Desk, done: readonly Move[], what: 'moved' | 'renamed'): void {
  const left = [...done]
  const undo = async () => {
    const isDone = await desk.work.do('moving', async (options) => {
      await moveBack(desk, left, options)
      await desk.refresh(options)
      desk.notice = { is: 'undone' }
      return true
    })
    // All of it is back, though it may not be listed.
    return isDone ?? left.length === 0
  }
  desk.undo.add({ what, paths: done.map(({ from }) => from), keptBytes: 0, undo })
}

/** The last first. @param left those still to be moved back, also after a failure half-way */
async function moveBack(desk: Desk, left: Move[], options: FileActionOptions): Promise<void> {
  for (let move = left.at(-1); move; move = left.at(-1)) {
    await desk.filesystem.rename(move.to, move.from, options)
    left.pop()
    follow(desk, { from: move.to, to: move.from })
  }
}

/** Under another name a secret could be shown: it stays where it is, with the folders around it. */
function mayLeave(desk: Desk, path: string): boolean {
  const secret = entriesIn(desk, path).find((entry) => isSecret(desk, entry.path))
  if (secret) desk.notice = { is: 'stays-secret', path: secret.path }
  return secret === undefined
}

async function askForPath(
  desk: Desk,
  purpose: 'new-file' | 'new-folder',
  initial: string,
  paths: readonly string[],
): Promise<string | undefined> {
  const start = freeName(
    `${initial}${purpose === 'new-file' ? 'new.py' : 'new'}`,
    (path) => newPathProblem(desk, path) !== undefined,
  )
  const problem = (typed: string) => newPathProblem(desk, typed)
  const answer = await desk.questions.ask('name', { purpose, initial: start, paths, problem })
  return answer === undefined ? undefined : absolutePath(answer)
}
