/**
 * Where a flash is not erased, asked by MD5: whole chunks against the hash of as many 0xff, halves only
 * at the edges of what is found. Then what begins there, as far as its first bytes tell.
 */
import type { WaitOptions } from '../../async/deadline'
import { sectorBytes } from '../../esptool/region'
import { espMagic } from '../../images/firmware-segments'
import { isFat } from '../../images/fat'
import { md5Hex } from '../../bytes/digest'
import type { FlashSight } from './flash-window'
import { between, endOf, joined, type Stretch } from './flash-ranges'

export interface FoundData extends Stretch {
  /** By its first bytes: a filesystem, a program for this chip, or nothing that this page knows. */
  what: 'littlefs' | 'fat' | 'program' | 'unknown'
}

const chunkBytes = 0x10000
/** So much at once while nothing is found: each question costs a bridge up to 16 ms. */
const largestBytes = 4 * chunkBytes
/** Erased holes in somebody's data are part of it. */
const holeBytes = chunkBytes
const namedAtMost = 8

/** The stretches in `where` that are not erased, to the sector, each at most a chunk long. */
export async function occupiedIn(
  flash: FlashSight,
  where: readonly Stretch[],
  options: WaitOptions & { onProgress?: (doneBytes: number) => void },
): Promise<Stretch[]> {
  const found: Stretch[] = []
  let doneBytes = 0
  for (const stretch of where) {
    let sizeBytes = chunkBytes
    for (let at = stretch.offsetBytes; at < endOf(stretch);) {
      const chunk = between(at, Math.min(endOf(stretch), endOfChunk(at, sizeBytes)))
      const erased = await isErased(flash, chunk, options)
      if (!erased && sizeBytes > chunkBytes) {
        sizeBytes = chunkBytes
        continue
      }
      if (!erased) found.push(await edges(flash, chunk, options))
      sizeBytes = erased ? Math.min(2 * sizeBytes, largestBytes) : chunkBytes
      at = endOf(chunk)
      options.onProgress?.((doneBytes += chunk.sizeBytes))
    }
  }
  return found
}

/** What of `occupied` belongs together, and what begins there; of very many only the first are looked at. */
export async function identified(
  flash: FlashSight,
  occupied: readonly Stretch[],
  options: WaitOptions,
): Promise<FoundData[]> {
  const found: FoundData[] = []
  for (const [index, stretch] of joined(occupied, holeBytes).entries()) {
    const from = stretch.offsetBytes - (stretch.offsetBytes % sectorBytes)
    const known = index < namedAtMost
    const start = known ? await flash.read(from, sectorBytes, options) : undefined
    found.push({ ...stretch, what: start ? whatBegins(start) : 'unknown' })
  }
  return found
}

function whatBegins(start: Uint8Array): FoundData['what'] {
  const text = new TextDecoder('latin1').decode(start.subarray(8, 16))
  if (text === 'littlefs') return 'littlefs'
  if (isFat(start)) return 'fat'
  return start[0] === espMagic ? 'program' : 'unknown'
}

/** The next multiple of a chunk, `sizeBytes` on at most. */
const endOfChunk = (at: number, sizeBytes: number): number =>
  Math.floor((at + sizeBytes) / chunkBytes) * chunkBytes

const erasedMd5 = new Map<number, string>()

function md5OfErased(sizeBytes: number): string {
  const known = erasedMd5.get(sizeBytes)
  if (known) return known
  const md5 = md5Hex(new Uint8Array(sizeBytes).fill(0xff))
  erasedMd5.set(sizeBytes, md5)
  return md5
}

async function isErased(
  flash: FlashSight,
  { offsetBytes, sizeBytes }: Stretch,
  options: WaitOptions,
) {
  return (await flash.md5(offsetBytes, sizeBytes, options)) === md5OfErased(sizeBytes)
}

/** From the first to the last sector in `chunk` that is not erased; it has one. */
async function edges(flash: FlashSight, chunk: Stretch, options: WaitOptions): Promise<Stretch> {
  const first = await closeIn(flash, chunk, 'first', options)
  const rest = between(first.offsetBytes, endOf(chunk))
  const last = await closeIn(flash, rest, 'last', options)
  return between(first.offsetBytes, endOf(last))
}

async function closeIn(
  flash: FlashSight,
  stretch: Stretch,
  side: 'first' | 'last',
  options: WaitOptions,
): Promise<Stretch> {
  if (stretch.sizeBytes <= sectorBytes) return stretch
  const middle = middleOf(stretch)
  const halves = [between(stretch.offsetBytes, middle), between(middle, endOf(stretch))] as const
  const [near, far] = side === 'first' ? halves : [halves[1], halves[0]]
  const other = await isErased(flash, near, options)
  return closeIn(flash, other ? far : near, side, options)
}

/** At a sector's start, so that no half is empty. */
function middleOf(stretch: Stretch): number {
  const half = stretch.offsetBytes + stretch.sizeBytes / 2
  const down = Math.floor(half / sectorBytes) * sectorBytes
  return down > stretch.offsetBytes ? down : down + sectorBytes
}
