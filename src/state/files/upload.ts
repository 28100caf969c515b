/**
 * Files and folders from the computer to the board: which of them go, what they would replace, whether there is
 * room, and only then are they written.
 */
import m from '../../messages/compiled/extra-files'
import names from '../../messages/compiled/files-names'
import type { BoardFile } from '../../micropython/board-file'
import { parentsOf } from '../../micropython/board-path'
import type { FileActionOptions } from '../../provision/board-files/board-filesystem'
import { absolutePath, namesProblem } from '../../provision/files/extra-paths'
import { mostFiles, type OfferedFile } from '../extra-files.svelte'
import { entryAt, isSecret, mayTouch, type Desk } from './desk'
import { boardMpyFormat, canCompile, compile, compiledPath, mpyFormat, type Compiled } from './mpy'
import type { Refused } from './notice'
import { showWritten } from './open'
import { nameOf } from './paths'
import { missingRoom } from './room'
import { hasRoom } from './save'

interface Wanted {
  /** Where it goes: of what is compiled, the .mpy. */
  path: string
  /** Of what is compiled, as it would lie on the board uncompiled. */
  source?: string
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
    .map(({ path, file }) => target(absolutePath(`${folder}/${path}`), file, compiled))
  const { fine, refused } = sorted(desk, wanted)
  desk.notice = { is: 'uploaded', count: 0, refused }
  if (fine.length === 0 || !roomForAll(desk, fine)) return
  const agreed = await withoutKept(desk, fine)
  if (!agreed?.length) return
  const inTheWay = await sourcesToRemove(desk, agreed)
  if (!inTheWay) return
  const touched = [...agreed.map(({ path }) => path), ...inTheWay]
  if (await mayTouch(desk, touched, 'change')) await carryOut(desk, agreed, refused, inTheWay)
}

const target = (path: string, file: Wanted['file'], compiled: boolean): Wanted =>
  compiled && canCompile(path) ? { path: compiledPath(path), source: path, file } : { path, file }

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
  const detail = namesProblem(path) ?? (taken.has(path) ? m.path.sameName() : undefined)
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

/** Sources beside what is compiled, which MicroPython would take first. Undefined if it was cancelled. */
async function sourcesToRemove(
  desk: Desk,
  files: readonly Wanted[],
): Promise<readonly string[] | undefined> {
  const paths = files.flatMap(({ source }) => (source && entryAt(desk, source) ? [source] : []))
  const answer = paths.length > 0 ? await desk.questions.ask('shadowing', { paths }) : 'keep'
  return answer && (answer === 'remove' ? paths : [])
}

async function carryOut(
  desk: Desk,
  wanted: readonly Wanted[],
  refused: Refused[],
  inTheWay: readonly string[],
): Promise<void> {
  await desk.work.do('writing', async (options) => {
    const read = await readInto(wanted, refused, options)
    const files = await compileAll(desk, read, refused, options)
    if (!files) return
    desk.notice = { is: 'uploaded', count: 0, refused }
    if (files.length === 0 || !hasRoom(desk, files)) return
    desk.work.now('writing')
    const write = async () => {
      await desk.filesystem.write(files, options)
      showWritten(desk, files)
      // Only of what did compile: else nothing would be left of the module.
      const shadowing = inTheWay.filter((path) => isAmong(compiledPath(path), files))
      if (shadowing.length > 0) await desk.filesystem.remove(shadowing, options)
      for (const path of shadowing) desk.documents.removed(path)
    }
    await write().finally(() => desk.refresh({}))
    for (const { path } of files) desk.selection.reveal(path)
    desk.notice = { is: 'uploaded', count: files.length, refused }
  })
}

const isAmong = (path: string, files: readonly BoardFile[]) =>
  files.some((file) => file.path === path)

interface ReadFile extends BoardFile {
  source?: string
}

async function readInto(
  wanted: readonly Wanted[],
  refused: Refused[],
  { signal }: FileActionOptions,
): Promise<ReadFile[]> {
  const files: ReadFile[] = []
  for (const { path, source, file } of wanted) {
    signal?.throwIfAborted()
    try {
      files.push({ path, source, bytes: new Uint8Array(await file.arrayBuffer()) })
    } catch {
      refused.push({ path, why: 'unreadable' })
    }
  }
  return files
}

/** What does not compile stays behind, and says why. Undefined if the board loads another format. */
async function compileAll(
  desk: Desk,
  files: readonly ReadFile[],
  refused: Refused[],
  { signal }: FileActionOptions,
): Promise<BoardFile[] | undefined> {
  if (!files.some(({ source }) => source)) return [...files]
  desk.work.now('compiling')
  const format = await boardMpyFormat(desk, signal)
  if (format !== mpyFormat) return void (desk.notice = { is: 'mpy-unfit', format })
  const all: BoardFile[] = []
  for (const { path, source, bytes } of files) {
    signal?.throwIfAborted()
    const result = source ? await compiledFrom(source, bytes, signal) : { mpy: bytes }
    if ('mpy' in result) all.push({ path, bytes: result.mpy })
    else {
      const name = source ?? path
      refused.push({ path: name, why: 'not-compiled', detail: placeOf(name, result) })
    }
  }
  return all
}

function compiledFrom(path: string, bytes: Uint8Array, signal?: AbortSignal): Promise<Compiled> {
  const text = textOf(bytes)
  if (text !== undefined) return compile(path, text, signal)
  return Promise.resolve({ line: undefined, message: names.notUtf8() })
}

/** Undefined for what is no UTF-8: compiled all the same, its strings would be others. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const placeOf = (path: string, { line, message }: { line: number | undefined; message: string }) =>
  `${nameOf(path)}${line === undefined ? '' : `:${line}`}: ${message}`
