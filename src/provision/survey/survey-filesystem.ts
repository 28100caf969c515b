/**
 * Which files a board has, read through the bootloader alone, so that a main.py that hangs does not
 * matter. Looks at the first two sectors of each place that a variant of MicroPython uses, then only
 * at what the reader needs.
 */
import type { WaitOptions } from '../../async/deadline'
import { DeviceError } from '../../errors'
import { sectorBytes } from '../../esptool/region'
import { filesystemPlace, type FilesystemPlace } from '../../images/flash-layout'
import { isFat } from '../../images/fat'
import { readFilesystem } from '../../images/littlefs'
import { FlashWindow, type FlashSight } from './flash-window'
import { md5Hex } from '../../bytes/digest'
import type { Files, FoundFilesystem, FoundFirmware, FoundLittlefs } from './found'
import { copyIsWhole } from '../rescue/rescue-copy'
import { decodeNote, type RescueNote } from '../rescue/rescue-note'

export interface FilesystemHints {
  flashSizeBytes: number
  firmware: FoundFirmware
  /** What the filesystem would be if it held nothing but what we would write. */
  guess?: Uint8Array
}

const root = { from: 0, sizeBytes: 2 * sectorBytes }
const blankRootMd5 = md5Hex(new Uint8Array(root.sizeBytes).fill(0xff))

/** Best first: of two places, the one with files counts. */
const ranking = ['interrupted', 'littlefs', 'fat', 'unreadable', 'blank', 'none']
const rank = ({ kind }: FoundFilesystem) => ranking.indexOf(kind)

/** The first by `ranking` of what stands in the places where a filesystem may be. */
export async function surveyFilesystem(
  flash: FlashSight,
  hints: FilesystemHints,
  options: WaitOptions,
): Promise<FoundFilesystem> {
  let best: FoundFilesystem = { kind: 'none' }
  for (const place of places(hints)) {
    const found = await lookAt(flash, place, hints, options)
    if (rank(found) < rank(best)) best = found
    if (found.kind === 'interrupted' || isOwn(found, hints)) break
  }
  return best
}

/** The files of the firmware that runs: nothing elsewhere can be newer. */
function isOwn(found: FoundFilesystem, { firmware, flashSizeBytes }: FilesystemHints): boolean {
  if (found.kind !== 'littlefs' || firmware.kind !== 'micropython' || !firmware.variant)
    return false
  return filesystemPlace(firmware.variant, flashSizeBytes)?.offset === found.place.offset
}

/** Where files may be; the place of the firmware that is there comes first. */
function places({ flashSizeBytes, firmware }: FilesystemHints): FilesystemPlace[] {
  const own = firmware.kind === 'micropython' ? firmware.variant : undefined
  const variants =
    own === 'FLASH_1M' ? (['FLASH_1M', 'GENERIC'] as const) : (['GENERIC', 'FLASH_1M'] as const)
  const firmwareEnd = firmware.kind === 'micropython' ? firmware.sizeBytes : 0
  return variants
    .map((variant) => filesystemPlace(variant, flashSizeBytes))
    .filter((place) => place !== undefined)
    .filter((place) => place.offset >= firmwareEnd)
}

async function lookAt(
  flash: FlashSight,
  place: FilesystemPlace,
  { guess, firmware, flashSizeBytes }: FilesystemHints,
  options: WaitOptions,
): Promise<FoundFilesystem> {
  // One short question first: most boards that are new to us are blank here.
  if ((await flash.md5(place.offset, root.sizeBytes, options)) === blankRootMd5)
    return { kind: 'blank', place }
  const window = new FlashWindow(flash, place.offset, place.blockCount * sectorBytes)
  await window.compareWith(guess ?? new Uint8Array(), options)
  const start = await window.bytes(root.from, root.sizeBytes, options)
  // A readable filesystem beside a note is whole: nothing is replaced before both sectors are notes,
  // and the new start is written last.
  const littlefs = await readLittlefs(window, options)
  if (littlefs) return { ...littlefs, place, start }
  const note = await noteIn(flash, start, flashSizeBytes, options)
  if (note)
    return { kind: 'interrupted', place, note, start, files: await copied(flash, note, options) }
  if (isFat(start)) return { kind: 'fat', place }
  return { kind: firmware.kind === 'micropython' ? 'unreadable' : 'none', place }
}

async function readLittlefs(
  window: FlashWindow,
  options: WaitOptions,
): Promise<Omit<FoundLittlefs, 'place' | 'start'> | undefined> {
  const look = (bytes: Uint8Array) => readable(() => readFilesystem(bytes, { tolerant: true }))
  const read = await window.read(look, options)
  if (!read) return undefined
  const { entries: files, damage, version, blockCount, layout } = read
  const usedBlocks = window.looked
  return { kind: 'littlefs', version, blockCount, files, damage, usedBlocks, layout }
}

/** Undefined where there is no filesystem at all. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof DeviceError && error.code === 'filesystem-damaged') return undefined
    throw error
  }
}

/** The note in one of the two sectors whose copy is whole; without copies, any note. */
async function noteIn(
  flash: FlashSight,
  start: Uint8Array,
  flashSizeBytes: number,
  options: WaitOptions,
): Promise<RescueNote | undefined> {
  const sectors = [start.subarray(0, sectorBytes), start.subarray(sectorBytes)]
  const notes = sectors.map(decodeNote).filter((note) => note !== undefined)
  for (const note of notes) {
    const { copy } = note
    if (!copy || copy.offsetBytes + copy.sizeBytes > flashSizeBytes) continue
    if (await copyIsWhole(flash, copy, options)) return note
  }
  return notes.length > 0 ? {} : undefined
}

async function copied(
  flash: FlashSight,
  { copy }: RescueNote,
  options: WaitOptions,
): Promise<Files> {
  if (!copy) return new Map()
  const image = await flash.read(copy.offsetBytes, copy.sizeBytes, options)
  return readable(() => readFilesystem(image, { tolerant: true }).entries) ?? new Map()
}
