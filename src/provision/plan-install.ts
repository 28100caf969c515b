/**
 * From a request and a board in its bootloader to a plan: looks, joins, compares. Writes nothing.
 */
import type { Bootloader } from '../esptool/bootloader'
import { sectorBytes } from '../esptool/region'
import {
  boardImage,
  checkPaths,
  fileBytes,
  guessFilesystem,
  ourFiles,
  placeFor,
  type BoardImage,
} from './board-image'
import { filesOf, type Files, type Survey } from './found'
import { mergeFiles, type PlannedFile } from './merge-files'
import type { OnePassRequest } from './one-pass-request'
import type { CompareOptions } from './only-what-differs'
import { amounts, lossesOf, type InstallPlan } from './plan'
import { portalFiles, type BoardFile } from './portal-files'
import { prepareFirmware, type PreparedFirmware } from './prepare-firmware'
import { survey } from './survey'
import { credentialsPath } from './wifi-credentials'
import { hasFirmware, workFor, type Task } from './work-for'

export interface PlanOptions extends CompareOptions {
  /** The owner's files as an attempt before this one knew them: see rescued-files.ts. */
  rescued?: Files
  /** The portal's files; default: those that belong to this page. */
  portal?: BoardFile[]
}

/** The stub runs at `baudRate`; nothing but looking is needed of the bootloader here. */
export type Board = Pick<Bootloader, 'read' | 'md5' | 'identity'>

/** @throws `image-*`, `filesystem-full`, `preset-invalid`, and what the bootloader throws */
export async function planInstall(
  board: Board,
  request: OnePassRequest,
  baudRate: number,
  options: PlanOptions = {},
): Promise<InstallPlan> {
  const prepared = prepareFirmware(request, board.identity)
  const { version, loadsMpy6 } = prepared.image
  const portal = options.portal ?? (await portalFiles(request.portal, version, loadsMpy6))
  const ours = ourFiles(portal, request.extraFiles, request.wifi)
  checkPaths(ours)
  const place = placeFor(prepared.image, board.identity.flashSizeBytes)
  const found = await survey(board, board.identity.flashSizeBytes, {
    firmware: { ...prepared.image, bytes: prepared.bytes },
    guess: place && guessFilesystem(ours, place),
    signal: options.signal,
  })
  const existing = new Map([...(options.rescued ?? []), ...filesOf(found.filesystem)])
  const formatted = request.filesystem === 'format'
  const files = place && !formatted ? imageOf(request, portal, place, existing) : undefined
  const firmware = { offsetBytes: 0, bytes: prepared.bytes }
  const wire = { baudRate, commandMs: await measureCommand(board, options) }
  const { eraseAll: eraseFirst, renewRfData } = request
  const task = { firmware, files, found, eraseFirst, renewRfData, wire }
  const format = formatted && !request.eraseAll ? formatRun(place, found) : undefined
  const work = { ...(await workFor(board, task, options)), format }
  const plan = { found, owners: request.owners ?? 'keep', work, ...amounts(work, baudRate) }
  const planned = files?.planned ?? (formatted ? afresh(existing, ours) : [])
  const parts = { ...firmwarePart(task, prepared, plan), ...filesPart(task, ours, planned, plan) }
  return { ...plan, ...parts }
}

/** Both sectors of the superblock: with only one of them erased the old files are still there. */
function formatRun(place: BoardImage['place'] | undefined, { filesystem }: Survey) {
  const there = place ?? ('place' in filesystem ? filesystem.place : undefined)
  const bytes = new Uint8Array(2 * sectorBytes).fill(0xff)
  return there && { offsetBytes: there.offset, bytes, erased: true }
}

const afresh = (existing: Files, ours: BoardFile[]) => mergeFiles(existing, ours, 'replace').planned

/** How long this bridge takes for a question and its answer, in ms. */
async function measureCommand(board: Board, { signal }: PlanOptions): Promise<number> {
  const start = performance.now()
  await board.md5(0, 4, { signal })
  return performance.now() - start
}

function imageOf(
  request: OnePassRequest,
  portal: BoardFile[],
  place: BoardImage['place'],
  existing: Files,
): BoardImage {
  const owners = request.owners ?? 'keep'
  const remembered = owners === 'keep' ? fileBytes(existing, credentialsPath) : undefined
  const ours = ourFiles(portal, request.extraFiles, request.wifi, remembered)
  return boardImage({ place, ours, existing, owners })
}

function firmwarePart(
  { found, firmware }: Task,
  { image: { version, variant } }: PreparedFirmware,
  { work }: Pick<InstallPlan, 'work'>,
): Pick<InstallPlan, 'firmware'> {
  const differing = work.firmware.length > 0
  const partly = hasFirmware(found, firmware) ? 'header' : 'write'
  const resumed = found.firmware.kind === 'damaged' && !work.eraseFirst
  return {
    firmware: { version, variant, step: !differing ? 'none' : resumed ? 'resume' : partly },
  }
}

function filesPart(
  { found, files }: Task,
  ours: BoardFile[],
  planned: PlannedFile[],
  { work }: Pick<InstallPlan, 'work'>,
): Pick<InstallPlan, 'files' | 'losses' | 'rescue' | 'uploads'> {
  const step = !files ? 'repl' : work.filesystem ? 'write' : 'none'
  return {
    files: { step, planned },
    losses: lossesOf(found, planned, work.eraseFirst),
    rescue: work.filesystem?.rescue.kind ?? 'none',
    uploads: files ? [] : ours,
  }
}
