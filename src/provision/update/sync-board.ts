/**
 * The files of a board in its raw REPL, compared by SHA-256 and brought up to date. The board works
 * with its old files until all new ones are there; they then get their names in one go. What an
 * interrupted update has brought so far is found by its hash, and not sent again.
 */
import { DeviceError } from '../../errors'
import { FilesInTheWay } from '../job-errors'
import m from '../../messages/compiled/progress'
import { aboutBoard, type AboutBoard } from '../../micropython/about-board'
import {
  hashFiles,
  listFiles,
  makeDirectories,
  readFile,
  removeFile,
  renameFiles,
  syncFiles,
} from '../../micropython/files'
import type { Repl } from '../../micropython/repl'
import { sha256Hex } from '../../bytes/digest'
import { ourFiles } from '../plan/board-image'
import { portalFiles } from '../files/portal-files'
import { placeFor, planUpdate, type UpdatePlan } from './update-plan'
import { waitingFolder, credentialsPath } from '../files/paths'
import type { FileCounts } from '../connected-board'
import type { UpdateRequest } from '../request'

/** What firmware/bundle.ts compiles to. */
const ourMpyFormat = 6

export interface SyncOptions {
  signal?: AbortSignal
  onDetail?: (detail: string) => void
  /** Payload bytes sent, and of how many. */
  onSent?: (sentBytes: number, totalBytes: number) => void
  /** Does `work` to its end, also while somebody waits for the board to be released. */
  uninterrupted?: <T>(work: () => Promise<T>) => Promise<T>
}

/**
 * @throws before anything is written: `wrong-micropython`, `files-in-the-way`, `no-space`,
 * `preset-invalid`; while writing what `syncFiles` throws
 */
export async function syncBoard(
  repl: Repl,
  request: UpdateRequest,
  options: SyncOptions = {},
): Promise<FileCounts> {
  options.onDetail?.(m.comparing())
  const about = await aboutBoard(repl, options)
  refuseOthers(about)
  const entries = await listFiles(repl, '/', options)
  const ours = await filesFor(repl, request, about, entries, options)
  const sums = await sumsOf(repl, ours, entries, options)
  const plan = planUpdate({ entries, sums }, { ours, owners: request.owners ?? 'keep' })
  refuseUnnamed(plan, request)
  const place = placeFor(plan, { entries }, about)
  const waits = entries.some(({ path }) => path === waitingFolder)
  if (waits && place === 'in-place') await remove(repl, [waitingFolder], options)
  await remove(repl, plan.removeFirst, options)
  if (place === 'beside') await sendBeside(repl, plan, options)
  else await syncFiles(repl, plan.send, withProgress(options))
  await finish(repl, plan, waits || plan.send.length > 0)
  return { sent: plan.send.length, same: plan.same.length }
}

/** A board that has run since its plan was made may have files that nobody was asked about. */
function refuseUnnamed({ replaced, unwanted }: UpdatePlan, { mayReplace }: UpdateRequest): void {
  if (mayReplace === true) return
  const named = mayReplace || undefined
  const costs = named ? [...new Set([...replaced, ...unwanted])] : replaced
  const unnamed = costs.filter((path) => !named?.includes(path))
  if (unnamed.length > 0) throw new FilesInTheWay(unnamed.sort())
}

function refuseOthers({ implementation, platform, version }: AboutBoard): void {
  if (implementation === 'micropython' && platform === 'esp8266') return
  throw new DeviceError('wrong-micropython', `It is ${implementation} ${version} on ${platform}.`)
}

type Entries = Awaited<ReturnType<typeof listFiles>>

async function filesFor(
  repl: Repl,
  { portal, extraFiles, wifi, owners }: UpdateRequest,
  { version, mpyFormat }: AboutBoard,
  entries: Entries,
  { signal }: SyncOptions,
) {
  const files = await portalFiles(portal, version, mpyFormat === ourMpyFormat)
  const remembers =
    wifi &&
    owners !== 'replace' &&
    entries.some(({ path, kind }) => path === credentialsPath && kind === 'file')
  const remembered = remembers ? await readFile(repl, credentialsPath, { signal }) : undefined
  return ourFiles(files, extraFiles, wifi, remembered).map((file) => ({
    ...file,
    sha256: sha256Hex(file.bytes),
  }))
}

/** Of those that are there: for the rest there is nothing to ask. */
async function sumsOf(
  repl: Repl,
  ours: readonly { path: string }[],
  entries: Entries,
  { signal }: SyncOptions,
) {
  const there = new Set(entries.filter(({ kind }) => kind === 'file').map(({ path }) => path))
  const paths = ours.map(({ path }) => path).filter((path) => there.has(path))
  const sums = await hashFiles(repl, paths, { signal })
  return new Map(paths.map((path, index) => [path, sums[index]]))
}

const withProgress = ({ signal, onSent }: SyncOptions) => ({ signal, onProgress: onSent })

const waitingPath = ({ sha256 }: { sha256: string }) => `${waitingFolder}/${sha256.slice(0, 24)}`

/** Equal contents wait once and are named one by one: they are sent in their place instead. */
async function sendBeside(repl: Repl, { send }: UpdatePlan, options: SyncOptions): Promise<void> {
  if (send.length === 0) return
  const first = send.filter((file, at) => send.findIndex((f) => f.sha256 === file.sha256) === at)
  const again = send.filter((file) => !first.includes(file))
  const waiting = first.map((file) => ({ path: waitingPath(file), bytes: file.bytes }))
  await syncFiles(repl, waiting, withProgress(options))
  await makeParents(repl, send, options)
  const { uninterrupted = (work) => work() } = options
  // From here on a cancel, or a reset, would leave a mixture of old and new files.
  await uninterrupted(() =>
    renameFiles(
      repl,
      first.map((file) => [waitingPath(file), file.path] as const),
    ),
  )
  if (again.length > 0) await syncFiles(repl, again)
}

async function makeParents(
  repl: Repl,
  files: readonly { path: string }[],
  { signal }: SyncOptions,
): Promise<void> {
  const folders = new Set(files.map(({ path }) => path.slice(0, path.lastIndexOf('/'))))
  for (const folder of folders) if (folder) await makeDirectories(repl, folder, { signal })
}

/** What an update that will not be finished has brought so far; the board does not miss it. */
export async function discardWaiting(repl: Repl): Promise<void> {
  await remove(repl, [waitingFolder]).catch(() => undefined)
}

async function remove(repl: Repl, paths: readonly string[], { signal }: SyncOptions = {}) {
  for (const path of paths) await removeFile(repl, path, { signal, recursive: true })
}

async function finish(repl: Repl, { stale }: UpdatePlan, waited: boolean): Promise<void> {
  await remove(repl, stale)
  if (waited) await discardWaiting(repl)
}
