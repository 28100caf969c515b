/**
 * From sectors that differ to commands for the stub: neighbours together, erased stretches erased
 * instead of written, and a gap of equal sectors written along where that is cheaper than one command
 * more. Pure arithmetic.
 */
import { sectorBytes, type Region } from '../../esptool/region'
import { eraseMs, flashMs, wireMs, writeMs, writeOverheadMs, type Wire } from './timings'

export interface FlashRun extends Region {
  /** Only 0xff: to be erased, not written. A multiple of 4096 then. */
  erased: boolean
}

/** Programs and their data compress to about two thirds. */
const compressionGuess = 0.68
/** So many erased sectors in a row are cheaper erased by a command of their own. */
const erasedStretchSectors = 4

/** @param differs for each sector of the region, from differingSectors */
export function toRuns(region: Region, differs: boolean[], wire: Wire): FlashRun[] {
  const runs: FlashRun[] = []
  for (const [from, to] of stretches(closeGaps(region, differs, wire))) {
    runs.push(...cutErased(region, from, to))
  }
  return runs
}

/** Sectors that differ, and those between them that cost less than a command. */
function closeGaps(region: Region, differs: boolean[], wire: Wire): boolean[] {
  const written = [...differs]
  let last = -1
  for (const [sector, differing] of differs.entries()) {
    if (!differing) continue
    const gap = sector - last - 1
    if (
      last >= 0 &&
      gap > 0 &&
      gapMs(region, last + 1, gap, wire) < writeOverheadMs(wire.commandMs)
    ) {
      written.fill(true, last + 1, sector)
    }
    last = sector
  }
  return written
}

function gapMs(region: Region, sector: number, count: number, { baudRate }: Wire): number {
  const sectors = Array.from({ length: count }, (_, index) => sectorOf(region, sector + index))
  const bytes = sectors.reduce((sum, bytes) => sum + (isErased(bytes) ? 0 : bytes.length), 0)
  return Math.max(wireMs(bytes * compressionGuess, baudRate), flashMs(count * sectorBytes))
}

/** [from, to) of each stretch of true. */
function stretches(flags: boolean[]): [number, number][] {
  const found: [number, number][] = []
  for (let from = 0; from < flags.length; from++) {
    if (!flags[from]) continue
    let to = from
    while (flags[to]) to++
    found.push([from, to])
    from = to
  }
  return found
}

/** Long erased stretches leave; a run that is nothing else is erased as a whole. */
function cutErased(region: Region, from: number, to: number): FlashRun[] {
  const erased = Array.from({ length: to - from }, (_, index) =>
    isErasedSector(region, from + index),
  )
  if (erased.every(Boolean)) return [run(region, from, to, true)]
  const leaves = erased.map(() => false)
  for (const [start, end] of stretches(erased)) {
    if (end - start >= erasedStretchSectors) leaves.fill(true, start, end)
  }
  const runs: FlashRun[] = []
  for (let start = 0; start < leaves.length;) {
    let end = start
    while (end < leaves.length && leaves[end] === leaves[start]) end++
    runs.push(run(region, from + start, from + end, leaves[start]!))
    start = end
  }
  return runs
}

function run({ offsetBytes, bytes }: Region, from: number, to: number, erased: boolean): FlashRun {
  const [start, end] = [from * sectorBytes, to * sectorBytes]
  return { offsetBytes: offsetBytes + start, bytes: bytes.subarray(start, end), erased }
}

const sectorOf = ({ bytes }: Region, sector: number): Uint8Array =>
  bytes.subarray(sector * sectorBytes, (sector + 1) * sectorBytes)

const isErased = (bytes: Uint8Array) => bytes.every((byte) => byte === 0xff)

/** An incomplete sector is never erased by itself: what lies behind it may be somebody's. */
function isErasedSector(region: Region, sector: number): boolean {
  const bytes = sectorOf(region, sector)
  return bytes.length === sectorBytes && isErased(bytes)
}

/** Bytes that the runs put on the wire, as far as it can be said without compressing them. */
export const wireBytesOf = (runs: FlashRun[]): number =>
  Math.round(
    runs.reduce((sum, { bytes, erased }) => sum + (erased ? 0 : bytes.length), 0) *
      compressionGuess,
  )

export const runsMs = (runs: FlashRun[], baudRate: number): number =>
  runs.reduce((sum, { bytes, erased }) => {
    const ms = erased
      ? eraseMs(bytes.length)
      : writeMs(bytes.length, bytes.length * compressionGuess, baudRate)
    return sum + ms
  }, 0)
