/** Files of a board as open documents: text for the editor, everything else for a look. */
import type { BoardFile } from '../../micropython/board-file'
import type { FileActionOptions, ListedEntry } from '../../provision/board-files/board-filesystem'
import { contentOf, isShown, type Content } from './content'
import { entryAt, isSecret, type Desk } from './desk'
import { OpenDocument } from './document.svelte'
import { holdsCredentials, isFormValues } from './protection'

/** To the front; read from the board unless it is open already. @returns undefined if it could not be read */
export async function openFile(desk: Desk, path: string): Promise<OpenDocument | undefined> {
  const known = desk.documents.find(path)
  const entry = entryAt(desk, path)
  if (known) desk.documents.show(known)
  if (known || entry?.kind !== 'file') return known
  return desk.work.do('reading', async (options) => {
    const { bytes, content } = await contentFor(desk, entry, options)
    const document = new OpenDocument(path, bytes, content)
    desk.documents.show(document)
    return document
  })
}

/** What the board has takes the place of what the editor has. */
export async function reload(desk: Desk, document: OpenDocument): Promise<void> {
  await desk.work.do('reading', async (options) => {
    await desk.refresh(options)
    const entry = entryAt(desk, document.path)
    if (!entry) return document.removed()
    const { bytes, content } = await contentFor(desk, entry, options)
    document.show(bytes, content)
  })
}

/** What is open and has become a secret is not shown any more; what was typed stays. */
export function concealSecrets(desk: Desk): void {
  for (const document of desk.documents.list) {
    if (document.isUnsaved || document.content.is === 'secret' || !isSecret(desk, document.path)) {
      continue
    }
    document.show(new Uint8Array(), { is: 'secret' })
  }
}

/** Open documents show what was written over them, unless they hold changes: those are asked about when saved. */
export function showWritten(desk: Desk, files: readonly BoardFile[]): void {
  for (const { path, bytes } of files) {
    const document = desk.documents.find(path)
    if (!document || document.isUnsaved || isSecret(desk, path)) continue
    const read = isShown(path, bytes.length) ? readOf(path, bytes) : tooLong()
    document.show(read.bytes, read.content)
  }
}

interface Read {
  bytes: Uint8Array
  content: Content
}

/** A secret is not read at all where its name tells, and dropped at once where only its content does. */
async function contentFor(
  desk: Desk,
  { path, sizeBytes }: ListedEntry,
  options: FileActionOptions,
): Promise<Read> {
  if (isFormValues(path)) await desk.lookForSecrets(options)
  if (isSecret(desk, path)) return { bytes: new Uint8Array(), content: { is: 'secret' } }
  if (!isShown(path, sizeBytes)) return tooLong()
  return readOf(path, await desk.filesystem.read(path, options))
}

const tooLong = (): Read => ({
  bytes: new Uint8Array(),
  content: { is: 'binary', why: 'too-long' },
})

const readOf = (path: string, bytes: Uint8Array): Read =>
  holdsCredentials(bytes, path)
    ? { bytes: new Uint8Array(), content: { is: 'secret' } }
    : { bytes, content: contentOf(path, bytes) }

/**
 * The path of what a traceback names: "main.py", "/lib/x.py", "captive_portal/dns.py", as MicroPython looks for
 * modules. Undefined if there is no such file, or more than one.
 */
export function pathOfTraceback(
  { listing }: Pick<Desk, 'listing'>,
  file: string,
): string | undefined {
  const paths = (listing?.entries ?? []).flatMap(({ path, kind }) =>
    kind === 'file' ? [path] : [],
  )
  const name = file.startsWith('/') ? file : `/${file.replace(/^\.\//, '')}`
  const exact = [name, `/lib${name}`].find((path) => paths.includes(path))
  if (exact) return exact
  const ending = paths.filter((path) => path.endsWith(name))
  return ending.length === 1 ? ending[0] : undefined
}
