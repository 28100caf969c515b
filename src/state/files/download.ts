/** Files of a board for the computer: one as it is, several as a .zip. What holds a secret is left out and named. */
import type { BoardFile } from '../../micropython/board-file'
import { entriesOf, isSecret, type Desk } from './desk'
import { freeName, nameOf } from './paths'
import { holdsCredentials, isFormValues } from './protection'
import { readAll } from './read-all'

export interface Download {
  name: string
  bytes: Uint8Array<ArrayBuffer>
}

/** @returns undefined if nothing can be downloaded, or it was cancelled */
export async function download(
  desk: Desk,
  paths: readonly string[],
): Promise<Download | undefined> {
  const files = entriesOf(desk, paths).filter(({ kind }) => kind === 'file')
  const open = files.filter(({ path }) => !isSecret(desk, path))
  const hidden = files.filter((file) => !open.includes(file)).map(({ path }) => path)
  desk.notice = hidden.length > 0 ? { is: 'left-out', paths: hidden } : undefined
  if (open.length === 0) return undefined
  return desk.work.do('reading', async (options) => {
    if (open.some(({ path }) => isFormValues(path))) await desk.lookForSecrets(options)
    const read = await readAll(desk.filesystem, open, options)
    const fine = read.filter(
      ({ path, bytes }) => !isSecret(desk, path) && !holdsCredentials(bytes, path),
    )
    const secret = read.filter((file) => !fine.includes(file)).map(({ path }) => path)
    if (secret.length > 0) desk.notice = { is: 'left-out', paths: [...hidden, ...secret] }
    const isSingle = files.length === 1 && paths[0] === files[0]?.path
    if (isSingle) return fine[0] && { name: nameOf(fine[0].path), bytes: fine[0].bytes.slice() }
    desk.work.now('packing')
    return { name: 'board-files.zip', bytes: await zipped(fine) }
  })
}

/** Loaded when it is used. In this thread: a worker from a blob is against the page's own policy. */
async function zipped(files: readonly BoardFile[]): Promise<Uint8Array<ArrayBuffer>> {
  const { zipSync } = await import('fflate')
  const entries: Record<string, Uint8Array> = {}
  const taken = new Set<string>()
  for (const { path, bytes } of files) {
    const name = freeName(entryName(path), (one) => taken.has(one.toLowerCase()))
    taken.add(name.toLowerCase())
    entries[name] = bytes
  }
  return zipSync(entries)
}

/** Names that no unpacker takes for another folder than the one it unpacks into. */
function entryName(path: string): string {
  const names = path.split('/').filter((name) => name !== '' && name !== '.' && name !== '..')
  // eslint-disable-next-line no-control-regex -- that is what is looked for
  const name = names.map((one) => one.replace(/[\\:\0-\x1f]/g, '_')).join('/')
  // No key of an object: what packs keeps its entries in one.
  return name === '__proto__' ? `_${name}` : name
}
