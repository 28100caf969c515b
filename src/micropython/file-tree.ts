/**
 * Looking at, reading and removing what is on a board that is in its raw REPL. Paths are absolute
 * ("/lib/x.py"; a missing leading slash is added), sizes in bytes. The Python is in snippets.ts.
 */
import { fromHex } from '../bytes/hex'
import { DeviceError } from '../errors'
import { boardPath, directoriesOf } from './board-path'
import type { Repl } from './repl'
import * as python from './snippets'
import { sha256Hex } from '../bytes/digest'

export interface FileOptions {
  signal?: AbortSignal
}

export interface TransferOptions extends FileOptions {
  /** Payload bytes done, and of how many. */
  onProgress?: (doneBytes: number, totalBytes: number) => void
}

export interface BoardEntry {
  path: string
  kind: 'file' | 'directory'
  /** 0 for directories */
  sizeBytes: number
}

/** The board hashes about 100 KB/s, and lists or removes in far less than this. */
export const slowWorkTimeoutMs = 60_000
/** Keeps the source of one exec around 2 KB for paths of usual length. */
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
  const path = fromHex(match[3]!)
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
  if (bytes && sha256Hex(bytes) === output.slice(end + 1).trim()) return bytes
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
  const code = python.removeTrees([boardPath(path)], recursive)
  await repl.exec(code, { signal, timeoutMs: slowWorkTimeoutMs })
}

/** Each file of `pairs` gets its new name, in their order; as many as possible in one go. */
export async function renameFiles(
  repl: Repl,
  pairs: readonly (readonly [from: string, to: string])[],
  { signal }: FileOptions = {},
): Promise<void> {
  for (let at = 0; at < pairs.length; at += pathsPerExec) {
    const code = python.renameAll(pairs.slice(at, at + pathsPerExec))
    await repl.exec(code, { signal, timeoutMs: slowWorkTimeoutMs })
  }
}

/** `path` and the directories above it, as far as they do not exist. */
export async function makeDirectories(
  repl: Repl,
  path: string,
  { signal }: FileOptions = {},
): Promise<void> {
  for (const some of inGroups(directoriesOf([`${boardPath(path)}/x`]))) {
    await repl.exec(python.makeDirectories(some), { signal })
  }
}

/** `paths` in groups that fit into one exec. */
export function inGroups(paths: readonly string[]): string[][] {
  const count = Math.ceil(paths.length / pathsPerExec)
  return Array.from({ length: count }, (_, i) =>
    paths.slice(i * pathsPerExec, (i + 1) * pathsPerExec),
  )
}

/**
 * Each with all that is in it. Throws `file-missing` before any of them is removed.
 * @param paths none of them in another one
 */
export async function removeTrees(
  repl: Repl,
  paths: readonly string[],
  { signal }: FileOptions = {},
): Promise<void> {
  const options = { signal, timeoutMs: slowWorkTimeoutMs, more: true }
  const groups = inGroups(paths.map(boardPath))
  for (const some of groups) await repl.exec(python.expectAll(some), options)
  for (const some of groups) await repl.exec(python.removeTrees(some, true), options)
}

/**
 * Makes the directories above `to` as needed. Throws `file-missing` without `from`, `file-exists` where something
 * has that name or a file is in place of such a directory.
 */
export async function renameFile(
  repl: Repl,
  from: string,
  to: string,
  { signal }: FileOptions = {},
): Promise<void> {
  const [source, target] = [boardPath(from), boardPath(to)]
  const code = python.renameTo(source, target)
  const answer = await repl.exec(code, { signal, timeoutMs: slowWorkTimeoutMs })
  if (answer) throw new DeviceError('file-exists', `${target} is there already.`)
}
