/** A document's text to the board: not over what has changed there meanwhile, and on request compiled beside it. */
import { isAbort, DeviceError } from '../../errors'
import type { BoardFile } from '../../micropython/board-file'
import type { FileActionOptions } from '../../provision/board-files/board-filesystem'
import { entryAt, mayTouch, type Desk } from './desk'
import { digestOnBoard } from './digest-on-board'
import type { OpenDocument } from './document.svelte'
import { boardMpyFormat, canCompile, compile, compiledPath, mpyFormat } from './mpy'
import { reload, showWritten } from './open'
import { missingRoom } from './room'

export interface SaveOptions {
  /** A .py goes to the board as .mpy as well. */
  compiled?: boolean
}

/** @returns true if the board has it */
export async function save(
  desk: Desk,
  document: OpenDocument,
  { compiled = false }: SaveOptions = {},
): Promise<boolean> {
  if (document.content.is !== 'text') return false
  desk.notice = undefined
  const isPlain = !compiled || !canCompile(document.path)
  if (!(await mayBeWritten(desk, document))) return false
  return isPlain ? write(desk, document, []) : saveCompiled(desk, document)
}

async function mayBeWritten(desk: Desk, document: OpenDocument): Promise<boolean> {
  const { path } = document
  if (!document.mayChangePortal || desk.filesystem.way === 'bootloader') {
    const asked = document.mayChangePortal ? [] : [path]
    if (!(await mayTouch(desk, asked, 'change'))) return false
    document.mayChangePortal = true
  }
  const is = await stateOnBoard(desk, document)
  if (is === 'as-opened') return true
  if (is === 'unknown') return false
  if (document.isNew) return (await desk.questions.ask('replace', { paths: [path] })) === 'replace'
  const answer = await desk.questions.ask('changed', { path })
  if (answer === 'reload') await reload(desk, document)
  return answer === 'overwrite'
}

/** What is not there any more may be written anew. */
async function stateOnBoard(
  desk: Desk,
  { path, savedDigest }: OpenDocument,
): Promise<'as-opened' | 'another' | 'unknown'> {
  if (savedDigest === undefined) return entryAt(desk, path) ? 'another' : 'as-opened'
  const digest = await desk.work.do('reading', async (options) => {
    try {
      return await digestOnBoard(desk.filesystem, path, options)
    } catch (error) {
      if (isAbort(error) || !(error instanceof DeviceError) || error.code !== 'file-missing') {
        throw error
      }
      return savedDigest
    }
  })
  if (digest === undefined) return 'unknown'
  return digest === savedDigest ? 'as-opened' : 'another'
}

async function saveCompiled(desk: Desk, document: OpenDocument): Promise<boolean> {
  const mpy = await compiledText(desk, document)
  if (!mpy) return false
  const path = compiledPath(document.path)
  const keepsSource = await desk.questions.ask('source', { path: document.path, compiled: path })
  if (!keepsSource) return false
  if (!(await mayReplace(desk, document, path))) return false
  if (keepsSource === 'keep') return write(desk, document, [{ path, bytes: mpy }])
  return writeInstead(desk, document, { path, bytes: mpy })
}

/** A compiled file that this document did not make is somebody's. */
async function mayReplace(desk: Desk, document: OpenDocument, path: string): Promise<boolean> {
  if (document.compiledTo !== path && entryAt(desk, path)) {
    const answer = await desk.questions.ask('replace', { paths: [path] })
    if (answer !== 'replace') return false
  }
  document.compiledTo = path
  return true
}

/** Undefined if it does not compile, which the document shows at its line, or the board would not load it. */
async function compiledText(desk: Desk, document: OpenDocument): Promise<Uint8Array | undefined> {
  return desk.work.do('compiling', async ({ signal }) => {
    const format = await boardMpyFormat(desk, signal)
    if (format !== mpyFormat) return void (desk.notice = { is: 'mpy-unfit', format })
    const result = await compile(document.path, document.text, signal)
    if ('mpy' in result) return result.mpy
    document.goTo(result.line ?? 1, result.message)
    return undefined
  })
}

async function write(
  desk: Desk,
  document: OpenDocument,
  beside: readonly BoardFile[],
): Promise<boolean> {
  const { path, text } = document
  const bytes = document.encoded()
  const files = [{ path, bytes }, ...beside]
  if (!hasRoom(desk, files)) return false
  const done = await desk.work.do('writing', async (options) => {
    await desk.filesystem.write(files, options)
    document.saved(text, bytes)
    showWritten(desk, beside)
    await show(desk, path, options)
    desk.notice = { is: 'saved', path, compiled: beside[0]?.path }
    return true
  })
  return done ?? false
}

/** The source leaves the board, and stays open here, not saved. */
async function writeInstead(desk: Desk, document: OpenDocument, file: BoardFile): Promise<boolean> {
  if (!hasRoom(desk, [file])) return false
  const done = await desk.work.do('writing', async (options) => {
    await desk.filesystem.write([file], options)
    showWritten(desk, [file])
    if (entryAt(desk, document.path)) await desk.filesystem.remove([document.path], options)
    document.removed()
    await show(desk, file.path, options)
    desk.notice = { is: 'saved', path: document.path, compiled: file.path }
    return true
  })
  return done ?? false
}

async function show(desk: Desk, path: string, options: FileActionOptions): Promise<void> {
  await desk.refresh(options)
  desk.selection.reveal(path)
}

/** @returns false if there is too little room, which is said before anything is written */
export function hasRoom(desk: Desk, files: readonly BoardFile[]): boolean {
  const sized = files.map(({ path, bytes }) => ({ path, sizeBytes: bytes.length }))
  const neededBytes = desk.listing && missingRoom(sized, desk.listing)
  if (neededBytes === undefined) return true
  desk.notice = { is: 'no-room', neededBytes, freeBytes: desk.listing?.freeBytes ?? 0 }
  return false
}
