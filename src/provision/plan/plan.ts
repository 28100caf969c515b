/**
 * What an installation will do, known before anything is erased: what was found, what is written, what
 * stays, what is lost, how long it takes. Data only; the words are the page's.
 */
import type { Region } from '../../esptool/region'
import type { Variant } from '../../images/firmware-image'
import { runsMs, wireBytesOf, type FlashRun } from './flash-runs'
import type { Files, Survey } from '../survey/found'
import type { FileFate, FileOnBoard, PlannedFile } from '../files/merge-files'
import { isInPortalFolder } from '../files/paths'
import type { FoundData } from '../survey/occupied-flash'
import type { Owners } from '../request'
import type { BoardFile } from '../../micropython/board-file'
import type { Rescue } from '../rescue/rescue-copy'
import { rfDataSector } from '../survey/rf-data'
import { md5Ms } from './timings'

export type Loss =
  /** A program that is not MicroPython, or not a whole one. */
  | { kind: 'firmware' }
  /** Files in a format that this page does not read, and where they begin. */
  | { kind: 'filesystem'; format: 'fat' | 'unknown'; offsetBytes?: number }
  /** Anything else that is not erased. */
  | ({ kind: 'data' } & FoundData)
  /** What stands in the place of the radio's settings and is none. */
  | { kind: 'rf-data'; offsetBytes: number; sizeBytes: number }
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
  /** The radio's settings, or the erasing of what stands in their place. */
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
    sizeBytes: number
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

const staying: FileFate[] = ['added', 'unchanged', 'replaced', 'kept']

/** What is on the board when the plan has been carried out. */
export const filesAfter = ({ files: { planned } }: InstallPlan): FileOnBoard[] =>
  planned
    .filter(({ fate }) => staying.includes(fate))
    .map(({ path, sizeBytes }) => ({ path, sizeBytes }))

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

/** @param data what is lost beside firmware and files: see overwritten.ts */
export function lossesOf(
  found: Survey,
  planned: PlannedFile[],
  work: Pick<Work, 'eraseFirst' | 'firmware'>,
  data: FoundData[] = [],
): Loss[] {
  const whole: Loss[] = work.eraseFirst ? [{ kind: 'whole-flash' }] : []
  return [
    ...whole,
    ...programLosses(found, work),
    ...filesystemLosses(found),
    ...data.map((one) => ({ kind: 'data', ...one }) as const),
    ...rfDataLosses(found),
    ...planned.flatMap(fileLosses),
  ]
}

function programLosses({ firmware }: Survey, { firmware: runs }: Pick<Work, 'firmware'>): Loss[] {
  const unproven = firmware.kind === 'damaged' && firmware.isUnproven && runs.length > 0
  return firmware.kind === 'other' || unproven ? [{ kind: 'firmware' }] : []
}

function filesystemLosses({ filesystem }: Survey): Loss[] {
  if (filesystem.kind === 'littlefs')
    return filesystem.damage.map(({ path }) => ({ kind: 'file', path, why: 'damaged' }))
  if (filesystem.kind !== 'fat' && filesystem.kind !== 'unreadable') return []
  const format = filesystem.kind === 'fat' ? 'fat' : 'unknown'
  return [{ kind: 'filesystem', format, offsetBytes: filesystem.place.offset }]
}

const rfDataLosses = ({ rfData, flashSizeBytes }: Survey): Loss[] =>
  rfData === 'foreign' ? [{ kind: 'rf-data', ...rfDataSector(flashSizeBytes) }] : []

function fileLosses({ path, fate }: PlannedFile): Loss[] {
  if (fate === 'lost') return [{ kind: 'file', path, why: 'erased' }]
  const owners = !isInPortalFolder(path)
  return fate === 'replaced' && owners ? [{ kind: 'file', path, why: 'replaced' }] : []
}
