/**
 * Making a board in its raw REPL hold certain files: hash, upload, rename. With file-tree.ts, all that
 * there is to do with files on a board. Must not know what the files are for.
 */
import { DeviceError } from '../errors'
import { boardPath, directoriesOf } from './board-path'
import { inGroups, slowWorkTimeoutMs, type FileOptions, type TransferOptions } from './file-tree'
import type { Repl } from './repl'
import * as python from './snippets'
import { sha256Hex } from '../bytes/digest'
import { uploadFiles } from './upload'
import type { BoardFile } from './board-file'

export * from './file-tree'

const tidyTimeoutMs = 3000

/** SHA-256 in hex of each file; undefined where there is none. */
export async function hashFiles(
  repl: Repl,
  paths: readonly string[],
  { signal }: FileOptions = {},
): Promise<(string | undefined)[]> {
  try {
    return await prepare(repl, paths.map(boardPath), [], { signal })
  } finally {
    await tidyUp(repl)
  }
}

/** One file, whatever was there before; directories are made as needed. See `syncFiles`. */
export async function writeFile(
  repl: Repl,
  path: string,
  bytes: Uint8Array,
  options: TransferOptions = {},
): Promise<void> {
  const absolute = boardPath(path)
  try {
    await prepare(repl, [], directoriesOf([absolute]), options)
    await upload(repl, [{ path: absolute, bytes }], options)
  } finally {
    await tidyUp(repl)
  }
}

export interface SyncResult {
  written: string[]
  /** Had these very bytes already. */
  unchanged: string[]
}

/**
 * Makes the board hold `files`, in their order; writes only what differs. A file is old or new, never
 * half: each is uploaded beside the old one, its SHA-256 read back from flash, then renamed.
 * Throws `no-space`, `no-memory`, `upload-corrupt`, `repl-silent`; files before that one are new.
 */
export async function syncFiles(
  repl: Repl,
  files: readonly BoardFile[],
  options: TransferOptions = {},
): Promise<SyncResult> {
  const wanted = files.map(({ path, bytes }) => ({ path: boardPath(path), bytes }))
  const paths = wanted.map((file) => file.path)
  try {
    const sums = await prepare(repl, paths, directoriesOf(paths), options)
    const differs = wanted.filter((file, i) => sums[i] !== sha256Hex(file.bytes))
    await upload(repl, differs, options)
    const written = differs.map((file) => file.path)
    return { written, unchanged: paths.filter((path) => !written.includes(path)) }
  } finally {
    await tidyUp(repl)
  }
}

/** Everything that must be known and made before an upload, in as few round trips as fit the heap. */
async function prepare(
  repl: Repl,
  paths: readonly string[],
  directories: readonly string[],
  { signal }: FileOptions,
): Promise<(string | undefined)[]> {
  const options = { signal, timeoutMs: slowWorkTimeoutMs, more: true }
  let code = python.prepareUpload
  for (const some of inGroups(directories)) {
    await repl.exec(code + python.makeDirectories(some), options)
    code = ''
  }
  const sums: (string | undefined)[] = []
  for (const some of inGroups(paths)) {
    sums.push(...parseSums(await repl.exec(code + python.printSums(some), options), some.length))
    code = ''
  }
  if (code) await repl.exec(code, options)
  return sums
}

function parseSums(output: string, count: number): (string | undefined)[] {
  const lines = output.trim().split('\n')
  if (lines.length !== count) throw new DeviceError('repl-protocol', 'Sums are missing.')
  return lines.map((line) => (line === '-' ? undefined : line))
}

async function upload(
  repl: Repl,
  files: readonly BoardFile[],
  { signal, onProgress }: TransferOptions,
): Promise<void> {
  const totalBytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0)
  const onSent = (sent: number) => onProgress?.(Math.round(sent), totalBytes)
  await uploadFiles(repl, files, { signal, onSent })
  onProgress?.(totalBytes, totalBytes)
}

/** Without a signal: after a cancel, too. Best effort: what went wrong before is what matters. */
async function tidyUp(repl: Repl): Promise<void> {
  await repl.exec(python.forget, { timeoutMs: tidyTimeoutMs }).catch(() => undefined)
}
