/**
 * What an installation will do, known before anything is erased: what was found, what is written, what
 * stays, what is lost, how long it takes. Data only; the words are the page's.
 */
import type { Region } from '../esptool/region'
import type { Variant } from '../images/firmware-image'
import type { FlashRun } from './flash-runs'
import { runsMs, wireBytesOf } from './flash-runs'
import type { Files, Survey } from './found'
import type { PlannedFile } from './merge-files'
import type { Owners } from './one-pass-request'
import type { BoardFile } from './portal-files'
import type { Rescue } from './rescue-copy'
import { md5Ms } from './timings'

export type Loss =
  /** A program that is not MicroPython. */
  | { kind: 'firmware' }
  /** Files in a format that this page does not read. */
  | { kind: 'filesystem'; format: 'fat' | 'unknown' }
  /** `replaced`: ours takes its name. `erased`: not to be kept. `damaged`: cannot be read any more. */
  | { kind: 'file'; path: string; why: 'replaced' | 'erased' | 'damaged' }
  /** The whole chip is erased first, the radio's calibration included. */
  | { kind: 'whole-flash' }

export interface FilesystemWork {
  region: Region
  /** Everything but its first two sectors. */
  data: FlashRun[]
  rescue: Rescue
  /** The owner's files, for whoever tries again. */
  kept: Files
}

/** The plan as the bootloader carries it out; see carry-out.ts for the order. */
export interface Work {
  eraseFirst: boolean
  firmware: FlashRun[]
  /** Undefined if the files are right already, or go over the REPL. */
  filesystem?: FilesystemWork
  /** The start of a filesystem that goes: the board makes a new one. Never beside `filesystem`. */
  format?: FlashRun
  rfData?: FlashRun
}

export interface InstallPlan {
  found: Survey
  owners: Owners
  firmware: {
    /** `header`: the same MicroPython, told another flash size or mode. */
    step: 'write' | 'header' | 'resume' | 'none'
    /** Undefined for a build that names none. */
    version?: string
    variant: Variant
  }
  files: {
    /** `repl`: this firmware must make its filesystem itself. */
    step: 'write' | 'none' | 'repl'
    planned: PlannedFile[]
  }
  losses: Loss[]
  /** Whether the owner's files survive a cable that is pulled; only `memory-only` is a risk. */
  rescue: Rescue['kind']
  /** Bytes of flash that are erased or written. */
  flashBytes: number
  /** Bytes on the wire, estimated. */
  wireBytes: number
  /** Until the board is reset, estimated. */
  estimatedMs: number
  work: Work
  /** What goes over the REPL after the first boot; usually nothing. */
  uploads: BoardFile[]
}

const chipEraseMs = 12_000

/** All pieces of flash that the work changes, the copy of the owner's files among them. */
export function runsOf({ firmware, filesystem, format, rfData }: Work): FlashRun[] {
  const written = (region: Region): FlashRun => ({ ...region, erased: false })
  const runs = format ? [...firmware, format] : [...firmware]
  if (filesystem) {
    const { rescue, data, region } = filesystem
    if (rescue.kind === 'to-write') runs.push(written(rescue.region))
    runs.push(...data, written(startOf(region)))
  }
  return rfData ? [...runs, rfData] : runs
}

/** The first two sectors of a filesystem: with them it begins to exist. */
export const startOf = ({ offsetBytes, bytes }: Region): Region => ({
  offsetBytes,
  bytes: bytes.subarray(0, 2 * 4096),
})

export function amounts(work: Work, baudRate: number) {
  const runs = runsOf(work)
  const flashBytes = runs.reduce((sum, { bytes }) => sum + bytes.length, 0)
  const verifyMs = runs.reduce((sum, { bytes }) => sum + md5Ms(bytes.length), 0)
  const eraseMs = work.eraseFirst ? chipEraseMs : 0
  return {
    flashBytes,
    wireBytes: wireBytesOf(runs),
    estimatedMs: Math.round(eraseMs + runsMs(runs, baudRate) + verifyMs),
  }
}

export function lossesOf(found: Survey, planned: PlannedFile[], eraseFirst: boolean): Loss[] {
  const losses: Loss[] = []
  const { firmware, filesystem } = found
  if (eraseFirst) losses.push({ kind: 'whole-flash' })
  if (firmware.kind === 'other') losses.push({ kind: 'firmware' })
  if (filesystem.kind === 'fat') losses.push({ kind: 'filesystem', format: 'fat' })
  if (filesystem.kind === 'unreadable') losses.push({ kind: 'filesystem', format: 'unknown' })
  if (filesystem.kind === 'littlefs') {
    for (const { path } of filesystem.damage) losses.push({ kind: 'file', path, why: 'damaged' })
  }
  for (const { path, fate } of planned) {
    if (fate === 'lost') losses.push({ kind: 'file', path, why: 'erased' })
    const owners = !path.startsWith('/lib/captive_portal/')
    if (fate === 'replaced' && owners) losses.push({ kind: 'file', path, why: 'replaced' })
  }
  return losses
}
