/**
 * Which sectors of the flash differ from what they shall hold, asked of the stub by MD5: first per
 * 64 KiB, then per sector. Asking costs time too, so it stops where everything differs anyway. An
 * installation that was interrupted goes on from here, without a word about where it stopped.
 */
import { sectorBytes, type Region } from '../../esptool/region'
import { md5Hex } from '../../bytes/digest'
import type { FlashSight } from '../survey/flash-window'

/** Erase unit of the stub for large pieces, and of comparing. */
const chunkBytes = 0x10000
/** So many sectors of a chunk that all differ speak for the others. */
const probes = 4
/** So many chunks that differ throughout, and of the next ones one sector is asked at first. */
const hopelessChunks = 2

/** Asked for hashes, told what they have proven. */
export type Hashes = Pick<FlashSight, 'md5' | 'learn'>

export interface CompareOptions {
  signal?: AbortSignal
  /** Bytes compared, of all. */
  onProgress?: (doneBytes: number, totalBytes: number) => void
}

/**
 * For each sector of `region` whether it must be written. A last, incomplete sector counts with the
 * bytes that it has.
 */
export async function differingSectors(
  flash: Hashes,
  region: Region,
  { signal, onProgress }: CompareOptions = {},
): Promise<boolean[]> {
  const comparison = new Comparison(flash, region, signal)
  for (let at = 0; at < region.bytes.length; at += chunkBytes) {
    signal?.throwIfAborted()
    await comparison.chunk(at)
    onProgress?.(Math.min(at + chunkBytes, region.bytes.length), region.bytes.length)
  }
  return comparison.differs
}

class Comparison {
  readonly differs: boolean[] = []
  #hopeless = 0

  constructor(
    private readonly flash: Hashes,
    private readonly region: Region,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async chunk(at: number): Promise<void> {
    const end = Math.min(at + chunkBytes, this.region.bytes.length)
    const count = Math.ceil((end - at) / sectorBytes)
    const giveUp = this.#hopeless >= hopelessChunks && !(await this.#isSame(at, sectorBytes))
    if (giveUp) return this.#note(Array.from({ length: count }, () => true))
    if (await this.#isSame(at, end - at)) {
      this.#hopeless = 0
      return this.#note(Array.from({ length: count }, () => false))
    }
    const differs = await this.#sectors(at, count)
    this.#hopeless = differs.every(Boolean) ? this.#hopeless + 1 : 0
    this.#note(differs)
  }

  async #sectors(at: number, count: number): Promise<boolean[]> {
    const differs = Array.from({ length: count }, () => true)
    let asked = 0
    let same = 0
    for (const sector of spread(count)) {
      if (asked >= probes && same === 0) break
      if (await this.#isSame(at + sector * sectorBytes, sectorBytes)) {
        differs[sector] = false
        same++
      }
      asked++
    }
    return differs
  }

  async #isSame(at: number, sizeBytes: number): Promise<boolean> {
    const wanted = this.region.bytes.subarray(at, at + sizeBytes)
    const offset = this.region.offsetBytes + at
    const found = await this.flash.md5(offset, wanted.length, { signal: this.signal })
    const same = found === md5Hex(wanted)
    if (same) this.flash.learn?.(offset, wanted)
    return same
  }

  #note(differs: boolean[]): void {
    this.differs.push(...differs)
  }
}

/** 0 … count-1, the first ones far apart, so that a few of them stand for the whole. */
function spread(count: number): number[] {
  const order = [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15]
  return order.filter((sector) => sector < count)
}
