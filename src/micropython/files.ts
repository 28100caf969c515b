/**
 * Files on a board that is in its raw REPL. Paths are absolute ("/lib/x.py"; a missing leading slash
 * is added), sizes in bytes. Must not know what the files are for; the Python is in snippets.ts.
 */
import { DeviceError } from '../errors'
import { boardPath, directoriesOf } from './board-path'
import type { Repl } from './repl'
import * as python from './snippets'
import { hashOf, uploadFile } from './upload'

export interface FileOptions {
  signal?: AbortSignal
}

export interface TransferOptions extends FileOptions {
  /** Payload bytes done, and of how many. */
  onProgress?: (doneBytes: number, totalBytes: number) => void
}

export interface BoardFile {
  path: string
  bytes: Uint8Array
}

export interface BoardEntry {
  path: string
  kind: 'file' | 'directory'
  /** 0 for directories */
  sizeBytes: number
}

/** The board hashes about 100 KB/s, and lists or removes in far less than this. */
const slowWorkTimeoutMs = 60_000
const tidyTimeoutMs = 3000
/** Keeps the source of one exec below 2 KB for paths of usual length. */
const pathsPerExec = 24

/** Everything below `directory`, sorted by path. Throws `file-missing`. */
export async function listFiles(
  repl: Repl,
  directory = '/',
  { signal }: FileOptions = {},
): Promise<BoardEntry[]> {
  const root = directory === '/' ? '' : boardPath(directory)
  const output = await repl.exec(python.listTree(root), { signal, timeoutMs: slowWorkTimeoutMs })
  const entries = output.split('\n').filter(Boolean).map(parseEntry)
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1))
}

function parseEntry(line: string): BoardEntry {
  const match = /^([DF]) (\d+) ((?:[0-9a-f]{2})+)$/.exec(line)
  if (!match) throw new DeviceError('repl-protocol', 'The file list holds an unreadable line.')
  const path = Uint8Array.from(match[3]!.match(/../g)!, (pair) => parseInt(pair, 16))
  return {
    path: new TextDecoder().decode(path),
    kind: match[1] === 'D' ? 'directory' : 'file',
    sizeBytes: Number(match[2]),
  }
}

/** Throws `file-missing`, or `upload-corrupt` if the bytes were damaged on their way. */
export async function readFile(
  repl: Repl,
  path: string,
  { signal, onProgress }: TransferOptions = {},
): Promise<Uint8Array> {
  const absolute = boardPath(path)
  const sizeBytes = Number(await repl.exec(python.printSize(absolute), { signal }))
  const wireMs = (sizeBytes * 1.4 * 10_000) / repl.baudRate
  let arrived = 0
  const onOutput = (bytes: Uint8Array) => {
    arrived += bytes.length
    onProgress?.(Math.min(sizeBytes, Math.floor((arrived * 3) / 4)), sizeBytes)
  }
  const timeoutMs = 10_000 + 3 * wireMs
  return parseFile(await repl.exec(python.printFile(absolute), { signal, timeoutMs, onOutput }))
}

function parseFile(output: string): Uint8Array {
  const end = output.lastIndexOf('=')
  const bytes = decodeBase64(output.slice(0, end).replaceAll('\n', ''))
  if (bytes && hashOf(bytes) === output.slice(end + 1).trim()) return bytes
  throw new DeviceError('upload-corrupt', 'A file was damaged on its way from the board.')
}

/** Undefined if it is not base64. */
function decodeBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}

/** Throws `file-missing`; `python-error` for a directory that is not empty, unless `recursive`. */
export async function removeFile(
  repl: Repl,
  path: string,
  { signal, recursive = false }: FileOptions & { recursive?: boolean } = {},
): Promise<void> {
  const code = python.removeTree(boardPath(path), recursive)
  await repl.exec(code, { signal, timeoutMs: slowWorkTimeoutMs })
}

/** `path` and the directories above it, as far as they do not exist. */
export async function makeDirectories(
  repl: Repl,
  path: string,
  { signal }: FileOptions = {},
): Promise<void> {
  await makeParents(repl, [`${boardPath(path)}/x`], { signal })
}

async function makeParents(repl: Repl, paths: readonly string[], { signal }: FileOptions) {
  const directories = directoriesOf(paths)
  for (let i = 0; i < directories.length; i += pathsPerExec) {
    await repl.exec(python.makeDirectories(directories.slice(i, i + pathsPerExec)), { signal })
  }
}

/** SHA-256 in hex of each file; undefined where there is none. */
export async function hashFiles(
  repl: Repl,
  paths: readonly string[],
  { signal }: FileOptions = {},
): Promise<(string | undefined)[]> {
  await repl.exec(python.prepareUpload, { signal })
  const sums: (string | undefined)[] = []
  for (let i = 0; i < paths.length; i += pathsPerExec) {
    const some = paths.slice(i, i + pathsPerExec).map(boardPath)
    const output = await repl.exec(python.printSums(some), { signal, timeoutMs: slowWorkTimeoutMs })
    const lines = output.trim().split('\n')
    if (lines.length !== some.length) throw new DeviceError('repl-protocol', 'Sums are missing.')
    sums.push(...lines.map((line) => (line === '-' ? undefined : line)))
  }
  return sums
}

/** One file, whatever was there before; directories are made as needed. See `syncFiles`. */
export async function writeFile(
  repl: Repl,
  path: string,
  bytes: Uint8Array,
  options: TransferOptions = {},
): Promise<void> {
  await repl.exec(python.prepareUpload, { signal: options.signal })
  await upload(repl, [{ path: boardPath(path), bytes }], options)
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
  const sums = await hashFiles(
    repl,
    wanted.map((file) => file.path),
    options,
  )
  const differs = wanted.filter((file, i) => sums[i] !== hashOf(file.bytes))
  await upload(repl, differs, options)
  const written = differs.map((file) => file.path)
  const unchanged = wanted.map((file) => file.path).filter((path) => !written.includes(path))
  return { written, unchanged }
}

async function upload(
  repl: Repl,
  files: readonly BoardFile[],
  { signal, onProgress }: TransferOptions,
): Promise<void> {
  const totalBytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0)
  let doneBytes = 0
  const onSent = (sent: number) => onProgress?.(Math.round(doneBytes + sent), totalBytes)
  try {
    await makeParents(
      repl,
      files.map((file) => file.path),
      { signal },
    )
    for (const { path, bytes } of files) {
      await uploadFile(repl, path, bytes, { signal, onSent })
      doneBytes += bytes.length
    }
    onProgress?.(totalBytes, totalBytes)
  } finally {
    // Without the signal: after a cancel the board is to be tidy, too.
    await repl.exec(python.forget, { timeoutMs: tidyTimeoutMs }).catch(() => undefined)
  }
}
