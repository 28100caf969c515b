/**
 * Carries a plan out, in the order in which it can be interrupted anywhere: first a copy of the owner's
 * files and the note that leads to it, then the firmware, whose digest tells whether it is whole, then
 * the files with the filesystem's start last. A board is thus at any moment either as it was, or
 * recognisable as unfinished, or done.
 */
import type { Bootloader } from '../../esptool/bootloader'
import { sectorBytes, type Region, type RecoveredChip } from '../../esptool/region'
import type { FlashRun } from '../plan/flash-runs'
import type { Survey } from '../survey/found'
import { sectorsForNote } from '../rescue/sectors-for-note'
import { amounts, runsOf, startOf, type FilesystemWork, type Work } from '../plan/plan'
import { encodeNote, type RescueNote } from '../rescue/rescue-note'

export interface CarryOutOptions {
  signal?: AbortSignal
  /** Bytes of flash done, of all that the plan changes. */
  onProgress?: (doneBytes: number, totalBytes: number) => void
  /** Called once before the filesystem's first sector changes. */
  onRisk?: () => void
  /**
   * The chip was lost while something was written, and fetched back: its own program may have run.
   * `written` is what has been touched so far. What it rejects with ends the installation.
   */
  onRecovered?: (chip: RecoveredChip, written: readonly Region[]) => Promise<void>
}

type Flash = Pick<Bootloader, 'write' | 'verify' | 'eraseFlash' | 'eraseRegion'>

/** Rejects with what the bootloader throws; `verify-failed` if the flash does not hold what was sent. */
export async function carryOut(
  flash: Flash,
  work: Work,
  found: Survey,
  options: CarryOutOptions = {},
): Promise<void> {
  const writer = new Writer(flash, amounts(work, 115_200).flashBytes, options)
  if (runsOf(work).length === 0 && !work.eraseFirst) return
  if (work.filesystem) options.onRisk?.()
  if (work.eraseFirst) await flash.eraseFlash(options)
  else if (work.filesystem) await putAside(writer, work.filesystem, found)
  await writer.runs(work.firmware)
  if (work.filesystem) await writeFilesystem(writer, work.filesystem)
  if (work.format) await writer.runs([work.format])
  if (work.rfData) await writer.runs([work.rfData])
}

/** Makes sure that the owner's files can be found again, whatever happens from here on. */
async function putAside(
  writer: Writer,
  { region, data, rescue }: FilesystemWork,
  { filesystem }: Survey,
): Promise<void> {
  if (rescue.kind === 'none') {
    // Half of the new blocks under the old directory would look like files.
    const readable =
      filesystem.kind === 'littlefs' && filesystem.place.offset === region.offsetBytes
    if (readable && data.length > 0) await writer.erase(startOf(region), false)
    return
  }
  if (rescue.kind === 'to-write') await writer.write([rescue.region])
  const note: RescueNote = rescue.kind === 'memory-only' ? {} : { copy: rescue.copy }
  for (const sector of sectorsForNote(filesystem, region.offsetBytes, note)) {
    const offsetBytes = region.offsetBytes + sector * sectorBytes
    await writer.write([{ offsetBytes, bytes: encodeNote(note) }], false)
  }
}

/** What `carryOut` will write, as it will write it, without the notes: for whoever compresses ahead. */
export function piecesToWrite({ firmware, filesystem, rfData }: Work): Region[] {
  const pieces: Region[] = firmware.filter((run) => !run.erased)
  if (filesystem) pieces.push(...filesystem.data.filter((run) => !run.erased))
  return rfData && !rfData.erased ? [...pieces, rfData] : pieces
}

async function writeFilesystem(writer: Writer, { region, data }: FilesystemWork) {
  await writer.runs(data)
  await writer.write([startOf(region)])
}

/** Writes, erases and verifies, and adds up the progress over all of them. */
class Writer {
  #doneBytes = 0
  readonly #touched: Region[] = []

  constructor(
    private readonly flash: Flash,
    private readonly totalBytes: number,
    private readonly options: CarryOutOptions,
  ) {}

  /** @param counts false for what is not part of the plan's bytes */
  async write(regions: Region[], counts = true): Promise<void> {
    if (regions.length === 0) return
    const { signal, onRecovered } = this.options
    this.#touched.push(...regions)
    const before = this.#doneBytes
    const onProgress = (doneBytes: number) => counts && this.#report(before + doneBytes)
    await this.flash.write(regions, {
      signal,
      onProgress,
      onRecovered: async (chip) => onRecovered?.(chip, this.#touched),
    })
    await this.flash.verify(regions, { signal })
  }

  async erase({ offsetBytes, bytes }: Region, counts = true): Promise<void> {
    this.#touched.push({ offsetBytes, bytes })
    await this.flash.eraseRegion(offsetBytes, bytes.length, { signal: this.options.signal })
    if (counts) this.#report(this.#doneBytes + bytes.length)
  }

  async runs(runs: FlashRun[]): Promise<void> {
    const erased = runs.filter((run) => run.erased)
    for (const run of erased) await this.erase(run)
    await this.write(runs.filter((run) => !run.erased))
    await this.flash.verify(erased, { signal: this.options.signal })
  }

  #report(doneBytes: number): void {
    this.#doneBytes = doneBytes
    this.options.onProgress?.(doneBytes, this.totalBytes)
  }
}
