/**
 * From a request and a board in its bootloader to a plan: looks, joins, compares. Writes nothing.
 */
import type { Bootloader } from '../../esptool/bootloader'
import { sectorBytes } from '../../esptool/region'
import {
  boardImage,
  checkPaths,
  fileBytes,
  guessFilesystem,
  ourFiles,
  placeFor,
  type BoardImage,
} from './board-image'
import { filesOf, type Files, type Survey } from '../survey/found'
import { mergeFiles, type PlannedFile } from '../files/merge-files'
import type { InstallRequest } from '../request'
import type { FlashSight } from '../survey/flash-window'
import type { KnownFlash } from '../survey/known-flash'
import type { FoundData } from '../survey/occupied-flash'
import type { CompareOptions, Hashes } from './differing-sectors'
import { lostOf, occupiedOf, takenBy, unknownBytes, unnamed } from './overwritten'
import { amounts, lossesOf, type InstallPlan, type Work } from './plan'
import { portalFiles } from '../files/portal-files'
import type { BoardFile } from '../../micropython/board-file'
import { prepareFirmware, type PreparedFirmware } from './prepare-firmware'
import { SurveyCache } from '../survey/survey-cache'
import { between, joined, without } from '../survey/flash-ranges'
import { survey } from '../survey/survey'
import { credentialsPath } from '../files/paths'
import { hasFirmware, workFor, type Task } from './plan-writes'

export interface PlanOptions extends CompareOptions {
  /** The owner's files as an attempt before this one knew them: see rescued-files.ts. */
  rescued?: Files
  /** The portal's files; default: those that belong to this page. */
  portal?: BoardFile[]
  /** What is known of the board already; default: nothing. */
  cache?: SurveyCache
  /** A plan that names all that it writes at once, while the rest of the flash is still looked through. */
  onDraft?: (plan: InstallPlan) => void
  /** Bytes of that rest, of all. */
  onLooked?: (doneBytes: number, totalBytes: number) => void
}

/** The stub runs at `baudRate`; nothing but looking is needed of the bootloader here. */
export type Board = Pick<Bootloader, 'read' | 'md5' | 'identity'>

/** A plan is shown before the rest is looked through, if that takes longer than this is hashed. */
const quickBytes = 0x80000

/** @throws `image-*`, `filesystem-full`, `preset-invalid`, and what the bootloader throws */
export async function planInstall(
  board: Board,
  request: InstallRequest,
  baudRate: number,
  options: PlanOptions = {},
): Promise<InstallPlan> {
  const prepared = prepareFirmware(request, board.identity)
  const { version, loadsMpy6 } = prepared.image
  const portal = options.portal ?? (await portalFiles(request.portal, version, loadsMpy6))
  const ours = ourFiles(portal, request.extraFiles, request.wifi)
  checkPaths(ours)
  const place = placeFor(prepared.image, board.identity.flashSizeBytes)
  const cache = options.cache ?? new SurveyCache(board)
  const isFirst = cache.found === undefined
  const found = (cache.found ??= await survey(cache.flash, board.identity.flashSizeBytes, {
    firmware: { ...prepared.image, bytes: prepared.bytes },
    guess: place && guessFilesystem(ours, place),
    signal: options.signal,
  }))
  const existing = new Map([...(options.rescued ?? []), ...filesOf(found.filesystem)])
  const formatted = request.filesystem === 'format'
  const files = place && !formatted ? imageOf(request, portal, place, existing) : undefined
  const firmware = { offsetBytes: 0, bytes: prepared.bytes }
  const { eraseAll: eraseFirst, renewRfData } = request
  const commandMs = (cache.commandMs ??= await measureCommand(board))
  const wire = { baudRate, commandMs }
  const task = { firmware, files, found, eraseFirst, renewRfData, wire }
  const format = formatted && !request.eraseAll ? formatRun(place, found) : undefined
  // What the first plan did not have to know counts as different: a change of mind asks nothing.
  const hashes = isFirst ? cache.flash : recalling(cache.flash)
  const work = { ...(await workFor(hashes, task, options)), format }
  const planned = files?.planned ?? (formatted ? afresh(existing, ours) : [])
  const parts = { ...firmwarePart(task, prepared, work), ...filesPart(task, ours, planned, work) }
  const owners = request.owners ?? 'keep'
  const planWith = (found: Survey, data: FoundData[]): InstallPlan => {
    const losses = lossesOf(found, planned, work, data)
    return { found, owners, work, ...amounts(work, baudRate), ...parts, losses }
  }
  return lookedThrough(cache.flash, { work, found, place }, planWith, options)
}

interface Extent {
  work: Work
  found: Survey
  place: BoardImage['place'] | undefined
}

/** The plan with everything that it takes; before, if that takes long, with what it writes at once. */
async function lookedThrough(
  flash: FlashSight,
  { work, found, place }: Extent,
  planWith: (found: Survey, data: FoundData[]) => InstallPlan,
  { signal, onDraft, onLooked }: PlanOptions,
): Promise<InstallPlan> {
  const taken = takenBy(work, found, place)
  // Only a board of which all was seen is called blank.
  const whole = found.firmware.kind === 'blank' ? [between(0, found.flashSizeBytes)] : []
  const all = joined([...taken.atOnce, ...taken.later, ...whole])
  const totalBytes = unknownBytes(found, all)
  const first = work.eraseFirst ? [] : taken.atOnce
  const firstBytes = unknownBytes(found, first)
  const occupied = await occupiedOf(flash, found, first, { signal })
  if (totalBytes - firstBytes > quickBytes) {
    const data = await unnamed(flash, found, occupied, { signal })
    onDraft?.(planWith({ ...found, data, isUnread: true }, lostOf(data, taken)))
  }
  const onProgress = (doneBytes: number) => onLooked?.(firstBytes + doneBytes, totalBytes)
  occupied.push(...(await occupiedOf(flash, found, without(all, first), { signal, onProgress })))
  const data = await unnamed(flash, found, occupied, { signal })
  return planWith({ ...found, data }, lostOf(data, taken))
}

/** Never equal to a hash. */
const notKnown = ''
const recalling = (flash: KnownFlash): Hashes => ({
  md5: async (offsetBytes, sizeBytes) => flash.recall(offsetBytes, sizeBytes) ?? notKnown,
})

/** Both sectors of the superblock: with only one of them erased the old files are still there. */
function formatRun(place: BoardImage['place'] | undefined, { filesystem }: Survey) {
  const there = place ?? ('place' in filesystem ? filesystem.place : undefined)
  const bytes = new Uint8Array(2 * sectorBytes).fill(0xff)
  return there && { offsetBytes: there.offset, bytes, erased: true }
}

const afresh = (existing: Files, ours: BoardFile[]) => mergeFiles(existing, ours, 'replace').planned

/** How long this bridge takes for a question and its answer, in ms. */
async function measureCommand(board: Board): Promise<number> {
  const start = performance.now()
  await board.md5(0, 4)
  return performance.now() - start
}

function imageOf(
  request: InstallRequest,
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
  work: Work,
): Pick<InstallPlan, 'firmware'> {
  const differing = work.firmware.length > 0
  const partly = hasFirmware(found, firmware) && !work.eraseFirst ? 'header' : 'write'
  const resumed = found.firmware.kind === 'damaged' && !work.eraseFirst
  return {
    firmware: {
      version,
      variant,
      sizeBytes: firmware.bytes.length,
      step: !differing ? 'none' : resumed ? 'resume' : partly,
    },
  }
}

function filesPart(
  { files }: Task,
  ours: BoardFile[],
  planned: PlannedFile[],
  work: Work,
): Pick<InstallPlan, 'files' | 'rescue' | 'uploads'> {
  const step = !files ? 'repl' : work.filesystem ? 'write' : 'none'
  return {
    files: { step, planned },
    rescue: work.filesystem?.rescue.kind ?? 'none',
    uploads: files ? [] : ours,
  }
}
