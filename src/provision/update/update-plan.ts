/**
 * From what a board has, by name, size and SHA-256, to what an update does with it: the same rules as
 * merge-files.ts, without reading contents. Pure. Also counts whether it fits before anything is
 * written.
 */
import { parentsOf } from '../../micropython/board-path'
import { DeviceError } from '../../errors'
import type { AboutBoard } from '../../micropython/about-board'
import type { BoardEntry } from '../../micropython/files'
import type { BoardFile } from '../../micropython/board-file'
import { isInPortalFolder, portalDataPaths, waitingFolder } from '../files/paths'

export interface BoardContents {
  entries: readonly BoardEntry[]
  /** SHA-256 in hex of those of ours that are there. */
  sums: ReadonlyMap<string, string | undefined>
}

export interface WantedFiles {
  ours: readonly (BoardFile & { sha256: string })[]
  owners: 'keep' | 'replace'
}

export interface UpdatePlan {
  send: (BoardFile & { sha256: string })[]
  same: string[]
  /** Goes before anything is sent: not to be kept, or in the place of a folder or file of ours. */
  removeFirst: string[]
  /** Left over from an older portal: goes when everything new is there. */
  stale: string[]
  /** The owner's, whose place ours take. */
  replaced: string[]
  /** The owner's, not to be kept. */
  unwanted: string[]
}

/** Paths are absolute: `/main.py`. */
export function planUpdate(
  { entries, sums }: BoardContents,
  { ours, owners }: WantedFiles,
): UpdatePlan {
  const own = new Set(ours.map(({ path }) => path))
  const folders = new Set(ours.flatMap(({ path }) => parentsOf(path)))
  const inTheWay = ({ path, kind }: BoardEntry) =>
    kind === 'file' ? folders.has(path) : own.has(path)
  const others = entries.filter(({ path }) => !own.has(path))
  const isStale = ({ path, kind }: BoardEntry) => kind === 'file' && isInPortalFolder(path)
  const isOwners = (entry: BoardEntry) => entry.kind === 'file' && !isStale(entry)
  const send = ours.filter(({ path, sha256 }) => sums.get(path) !== sha256)
  const blocking = entries.filter(inTheWay).map(({ path }) => path)
  const unwanted = owners === 'replace' ? others.filter(isOwners).map(({ path }) => path) : []
  const taken = entries.filter(({ path }) => send.some((file) => file.path === path))
  return {
    send,
    same: ours.filter((file) => !send.includes(file)).map(({ path }) => path),
    removeFirst: [...new Set([...blocking, ...unwanted])],
    unwanted,
    stale: others
      .filter((entry) => isStale(entry) && !isWaiting(entry.path))
      .map(({ path }) => path),
    replaced: [
      ...new Set([...taken.map(({ path }) => path).filter(isForeign), ...blocking]),
    ].sort(),
  }
}

const isForeign = (path: string) => !isInPortalFolder(path) && !portalDataPaths.includes(path)
const isWaiting = (path: string) => path.startsWith(`${waitingFolder}/`)

/** For the directories that are new, and for entries in those that are there. */
const reservedBlocks = 6

/**
 * How the new files get in: all beside the old ones first, or, where there is no room for that, one by
 * one in their place.
 * @throws DeviceError 'no-space' if there is not even room for that
 */
export function placeFor(
  { send, removeFirst }: UpdatePlan,
  { entries }: Pick<BoardContents, 'entries'>,
  { blockBytes, freeBlocks }: Pick<AboutBoard, 'blockBytes' | 'freeBlocks'>,
): 'beside' | 'in-place' {
  const blocks = (sizeBytes: number) => Math.ceil(sizeBytes / (blockBytes || 1))
  const sizes = new Map(entries.map(({ path, sizeBytes }) => [path, sizeBytes]))
  const goes = (path: string) => isWaiting(path) || removeFirst.includes(path)
  const freed = sum(entries.filter(({ path }) => goes(path)).map((e) => blocks(e.sizeBytes)))
  const free = freeBlocks + freed - reservedBlocks
  const needed = sum(send.map(({ bytes }) => blocks(bytes.length)))
  if (send.length === 0 || free >= needed) return 'beside'
  let left = free
  for (const { path, bytes } of send) {
    left -= blocks(bytes.length)
    if (left < 0 || blockBytes === 0) throw full(needed * blockBytes, freeBlocks * blockBytes)
    left += blocks(sizes.get(path) ?? 0)
  }
  return 'in-place'
}

const full = (neededBytes: number, freeBytes: number) =>
  new DeviceError(
    'no-space',
    `${Math.ceil(neededBytes / 1024)} KB are to be sent, ${Math.floor(freeBytes / 1024)} KB are free. Nothing was written.`,
  )

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
