/**
 * Files and folders from the computer to the board: which of them go, what they would replace, whether there is
 * room, and only then are they written.
 */
import type { BoardFile } from '../../micropython/board-file'
import { parentsOf } from '../../micropython/board-path'
import type { FileActionOptions } from '../../provision/board-files/board-filesystem'
import { absolutePath, namesProblem } from '../../provision/files/extra-paths'
import { mostFiles, type OfferedFile } from '../extra-files.svelte'
import { entryAt, isSecret, mayTouch, type Desk } from './desk'
import { boardMpyFormat, canCompile, compile, compiledPath, mpyFormat } from './mpy'
import type { Refused } from './notice'
import { nameOf } from './paths'
import { missingRoom } from './room'
import { hasRoom } from './save'

interface Wanted {
  path: string
  file: OfferedFile['file']
}

/** Put there by operating systems, behind the back of whoever drops a folder. */
const litter = ['.DS_Store', 'Thumbs.db', 'desktop.ini', '__MACOSX']
const isLitter = (path: string) => path.split('/').some((name) => litter.includes(name))

/** @param folder "" for the root */
export async function upload(
  desk: Desk,
  offered: readonly OfferedFile[],
  folder: string,
  { compiled = false }: { compiled?: boolean } = {},
): Promise<void> {
  const wanted = offered
    .filter(({ path }) => !isLitter(path))
    .map(({ path, file }) => ({ path: absolutePath(`${folder}/${path}`), file }))
  const { fine, refused } = sorted(desk, wanted)
  desk.notice = { is: 'uploaded', count: 0, refused }
  if (fine.length === 0 || !roomForAll(desk, fine)) return
  const agreed = await withoutKept(desk, fine)
  if (!agreed?.length) return
  if (
    !(await mayTouch(
      desk,
      agreed.map(({ path }) => path),
      'change',
    ))
  )
    return
  await carryOut(desk, agreed, refused, compiled)
}

/** What can go to the board by its name and place. */
function sorted(desk: Desk, wanted: readonly Wanted[]): { fine: Wanted[]; refused: Refused[] } {
  const fine: Wanted[] = []
  const refused: Refused[] = []
  const taken = new Set<string>()
  for (const one of wanted.slice(0, mostFiles)) {
    const problem = problemOf(desk, one.path, taken)
    if (problem) refused.push({ path: one.path, ...problem })
    else {
      taken.add(one.path)
      fine.push(one)
    }
  }
  const over = wanted.length - mostFiles
  if (over > 0) refused.push({ path: String(over), why: 'too-many' })
  return { fine, refused }
}

function problemOf(
  desk: Desk,
  path: string,
  taken: ReadonlySet<string>,
): Omit<Refused, 'path'> | undefined {
  const detail = namesProblem(path)
  if (detail) return { why: 'unreadable', detail }
  if (isSecret(desk, path)) return { why: 'secret' }
  if (entryAt(desk, path)?.kind === 'directory') return { why: 'folder-there' }
  const isFile = (above: string) => taken.has(above) || entryAt(desk, above)?.kind === 'file'
  return parentsOf(path).some(isFile) ? { why: 'file-above' } : undefined
}

function roomForAll(desk: Desk, files: readonly Wanted[]): boolean {
  const sized = files.map(({ path, file }) => ({ path, sizeBytes: file.size }))
  const neededBytes = desk.listing && missingRoom(sized, desk.listing)
  if (neededBytes !== undefined) {
    desk.notice = { is: 'no-room', neededBytes, freeBytes: desk.listing?.freeBytes ?? 0 }
  }
  return neededBytes === undefined
}

/** Undefined if it was cancelled. */
async function withoutKept(desk: Desk, files: readonly Wanted[]): Promise<Wanted[] | undefined> {
  const there = files.filter(({ path }) => entryAt(desk, path)).map(({ path }) => path)
  const answer =
    there.length > 0 ? await desk.questions.ask('replace', { paths: there }) : 'replace'
  return answer && files.filter(({ path }) => answer === 'replace' || !there.includes(path))
}

async function carryOut(
  desk: Desk,
  wanted: readonly Wanted[],
  refused: Refused[],
  compiled: boolean,
): Promise<void> {
  await desk.work.do('writing', async (options) => {
    const read = await readInto(wanted, refused, options)
    const files = compiled ? await compileAll(desk, read, refused, options) : read
    if (!files || files.length === 0) return
    if (!hasRoom(desk, files)) return
    desk.work.now('writing')
    await desk.filesystem.write(files, options).finally(() => desk.refresh({}))
    for (const { path } of files) desk.selection.reveal(path)
    desk.notice = { is: 'uploaded', count: files.length, refused }
  })
}

async function readInto(
  wanted: readonly Wanted[],
  refused: Refused[],
  { signal }: FileActionOptions,
): Promise<BoardFile[]> {
  const files: BoardFile[] = []
  for (const { path, file } of wanted) {
    signal?.throwIfAborted()
    try {
      files.push({ path, bytes: new Uint8Array(await file.arrayBuffer()) })
    } catch {
      refused.push({ path, why: 'unreadable' })
    }
  }
  return files
}

/** What does not compile stays behind, and says why. Undefined if the board loads another format. */
async function compileAll(
  desk: Desk,
  files: readonly BoardFile[],
  refused: Refused[],
  { signal }: FileActionOptions,
): Promise<BoardFile[] | undefined> {
  if (!files.some(({ path }) => canCompile(path))) return [...files]
  desk.work.now('compiling')
  const format = await boardMpyFormat(desk, signal)
  if (format !== mpyFormat) return void (desk.notice = { is: 'mpy-unfit', format })
  const all: BoardFile[] = []
  for (const { path, bytes } of files) {
    signal?.throwIfAborted()
    if (!canCompile(path)) {
      all.push({ path, bytes })
      continue
    }
    const result = await compile(path, new TextDecoder().decode(bytes))
    if ('mpy' in result) all.push({ path: compiledPath(path), bytes: result.mpy })
    else refused.push({ path, why: 'not-compiled', detail: placeOf(path, result) })
  }
  return all
}

const placeOf = (path: string, { line, message }: { line: number | undefined; message: string }) =>
  `${nameOf(path)}${line === undefined ? '' : `:${line}`}: ${message}`
