/**
 * Everything on a board that is in its raw REPL, with sizes, times and room, in one exec; and what room
 * there is for certain files. The Python is in snippets.ts.
 */
import { fromHex } from '../bytes/hex'
import { DeviceError } from '../errors'
import { inGroups, slowWorkTimeoutMs, type BoardEntry, type FileOptions } from './file-tree'
import type { Repl } from './repl'
import * as python from './snippets'

export interface TimedEntry extends BoardEntry {
  /** Missing for directories, and where the board's clock had not been set. */
  modified?: Date
}

export interface FileListing {
  /** Sorted by path. */
  entries: TimedEntry[]
  freeBytes: number
  totalBytes: number
  freeHeapBytes: number
}

/** A clock that nobody has set begins at its epoch, 2000 or 1970. */
const earliest = Date.UTC(2020, 0, 1)

/** @throws DeviceError `repl-protocol` for an unreadable answer; else as `Repl.exec` */
export async function listWithTimes(
  repl: Repl,
  { signal }: FileOptions = {},
): Promise<FileListing> {
  const output = await repl.exec(python.listAll, { signal, timeoutMs: slowWorkTimeoutMs })
  return parseListing(output.split('\n').filter(Boolean))
}

const heading = /^(\d{1,10}) (\d{1,10}) (\d{1,9}) (\d{4})$/
const fileLine = /^(\d{1,10}) (\d{1,12}) ([0-9a-f]+)$/

function parseListing(lines: readonly string[]): FileListing {
  const match = heading.exec(lines[0] ?? '')
  if (!match) throw unreadable()
  const [freeBytes = 0, totalBytes = 0, freeHeapBytes = 0, epochYear = 0] = match
    .slice(1)
    .map(Number)
  const entries = entriesIn(lines.slice(1), Date.UTC(epochYear, 0, 1))
  return { entries, freeBytes, totalBytes, freeHeapBytes }
}

function entriesIn(lines: readonly string[], epochMs: number): TimedEntry[] {
  const entries: TimedEntry[] = []
  let directory = ''
  for (const line of lines) {
    const match = fileLine.exec(line)
    if (!match) {
      directory = nameOf(line)
      if (directory) entries.push({ path: directory, kind: 'directory', sizeBytes: 0 })
      continue
    }
    const [, size, seconds, name = ''] = match
    const path = `${directory}/${nameOf(name)}`
    const modified = timeOf(epochMs + Number(seconds) * 1000)
    entries.push({ path, kind: 'file', sizeBytes: Number(size), ...(modified && { modified }) })
  }
  return eachOnce(entries).sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** A board whose filesystem is damaged may list something twice. */
function eachOnce(entries: readonly TimedEntry[]): TimedEntry[] {
  return [...new Map(entries.map((entry) => [entry.path, entry])).values()]
}

/** No board makes longer paths with its heap. */
const mostPathBytes = 4096

function nameOf(hex: string): string {
  if (hex.length > 2 * mostPathBytes || !/^(?:[0-9a-f]{2})*$/.test(hex)) throw unreadable()
  const bytes = fromHex(hex)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    // No path can say it, and no action reaches it; with its bytes it is not mixed up with another.
    return `${new TextDecoder().decode(bytes)} (${hex})`
  }
}

const timeOf = (ms: number) => (ms >= earliest ? new Date(ms) : undefined)

const unreadable = () => new DeviceError('repl-protocol', 'The file list holds an unreadable line.')

export interface Room {
  blockBytes: number
  freeBlocks: number
  /** For each path that was asked for: its size in bytes, `directory`, or undefined if nothing is there. */
  found: (number | 'directory' | undefined)[]
}

/** @throws DeviceError `repl-protocol` for an unreadable answer; else as `Repl.exec` */
export async function roomFor(
  repl: Repl,
  paths: readonly string[],
  { signal }: FileOptions = {},
): Promise<Room> {
  const room: Room = { blockBytes: 0, freeBlocks: 0, found: [] }
  for (const some of paths.length > 0 ? inGroups(paths) : [[]]) {
    const output = await repl.exec(python.printRoom(some), {
      signal,
      timeoutMs: slowWorkTimeoutMs,
      more: true,
    })
    const [first = '', ...lines] = output.trim().split('\n')
    const match = /^(\d{1,6}) (\d{1,7})$/.exec(first)
    if (!match || lines.length !== some.length) throw unreadable()
    Object.assign(room, { blockBytes: Number(match[1]), freeBlocks: Number(match[2]) })
    room.found.push(...lines.map(foundIn))
  }
  return room
}

function foundIn(line: string): number | 'directory' | undefined {
  if (line === '-') return undefined
  if (line === 'D') return 'directory'
  if (!/^\d{1,10}$/.test(line)) throw unreadable()
  return Number(line)
}
