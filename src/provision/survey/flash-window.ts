/**
 * A copy of a piece of flash that is read only where somebody looks at it: whoever reads a filesystem
 * from it touches a few sectors of hundreds. A sector whose MD5 is known from elsewhere does not cross
 * the wire at all. Knows sectors, not what is in them.
 */
import { md5Hex } from '../../bytes/digest'
import type { Bootloader } from '../../esptool/bootloader'
import { sectorBytes } from '../../esptool/region'
import type { WaitOptions } from '../../async/deadline'

/** The part of the bootloader that looks without changing anything. */
export interface FlashSight extends Pick<Bootloader, 'read' | 'md5'> {
  /** Told what the flash holds where a hash has proven it; for whoever remembers. */
  learn?(offsetBytes: number, bytes: Uint8Array): void
}

/** One sector at first; the more are missed, the more come at once. */
const missesUntilMore = 6
const maxSectorsAtOnce = 16

const blankSector = new Uint8Array(sectorBytes).fill(0xff)
const blankSectorMd5 = md5Hex(blankSector)

/** Somebody looked where nothing has been read yet. */
class SectorMissing extends Error {
  constructor(readonly sector: number) {
    super()
  }
}

/** Bytes that ask, whenever a piece of them is taken, whether they have been read from the flash. */
class WatchedBytes extends Uint8Array<ArrayBuffer> {
  onLook: (from: number, to: number) => void = () => undefined

  override subarray(from = 0, to = this.length): Uint8Array<ArrayBuffer> {
    this.onLook(from, to)
    return new Uint8Array(this.buffer, this.byteOffset + from, Math.max(0, to - from))
  }
}

export class FlashWindow {
  /** Sectors that have been looked at, counted from the window's start. */
  readonly looked = new Set<number>()
  readonly #bytes: WatchedBytes
  readonly #loaded: boolean[]
  readonly #byMd5 = new Map<string, Uint8Array>()
  #misses = 0

  /** @param sizeBytes a multiple of 4096, as `offsetBytes` */
  constructor(
    private readonly flash: FlashSight,
    readonly offsetBytes: number,
    readonly sizeBytes: number,
  ) {
    this.#bytes = new WatchedBytes(new ArrayBuffer(sizeBytes))
    this.#bytes.onLook = (from, to) => this.#onLook(from, to)
    this.#loaded = Array.from({ length: sizeBytes / sectorBytes }, () => false)
  }

  /** Takes over what equals `guess` (what probably stands at the window's start), at a hash per 64 KiB. */
  async compareWith(guess: Uint8Array, { signal }: WaitOptions = {}): Promise<void> {
    this.#byMd5.set(blankSectorMd5, blankSector)
    const chunkBytes = sectorBytes * maxSectorsAtOnce
    for (let at = 0; at < Math.min(guess.length, this.sizeBytes); at += chunkBytes) {
      const chunk = guess.subarray(at, Math.min(at + chunkBytes, this.sizeBytes))
      for (const sector of sectorsOf(chunk)) this.#byMd5.set(md5Hex(sector), sector)
      const found = await this.flash.md5(this.offsetBytes + at, chunk.length, { signal })
      if (found !== md5Hex(chunk)) continue
      this.flash.learn?.(this.offsetBytes + at, chunk)
      this.#take(at / sectorBytes, chunk)
    }
  }

  /** What `look` makes of the bytes; it is called again each time it met a sector that was not there. */
  async read<T>(look: (bytes: Uint8Array) => T, options: WaitOptions = {}): Promise<T> {
    for (;;) {
      try {
        return look(this.#bytes)
      } catch (error) {
        if (!(error instanceof SectorMissing)) throw error
        await this.#load(error.sector, options)
      }
    }
  }

  /** A piece of the window, read if need be. */
  bytes(from: number, length: number, options?: WaitOptions): Promise<Uint8Array> {
    return this.read((bytes) => bytes.subarray(from, from + length), options)
  }

  #onLook(from: number, to: number): void {
    for (let sector = Math.floor(from / sectorBytes); sector * sectorBytes < to; sector++) {
      if (!this.#loaded[sector]) throw new SectorMissing(sector)
      this.looked.add(sector)
    }
  }

  async #load(sector: number, { signal }: WaitOptions): Promise<void> {
    if (this.#byMd5.size > 0) {
      const at = this.offsetBytes + sector * sectorBytes
      const known = this.#byMd5.get(await this.flash.md5(at, sectorBytes, { signal }))
      if (known) {
        this.flash.learn?.(at, known)
        return this.#take(sector, known)
      }
    }
    const count = Math.min(maxSectorsAtOnce, 2 ** Math.floor(this.#misses++ / missesUntilMore))
    const first = sector - (sector % count)
    const lengthBytes = Math.min(count * sectorBytes, this.sizeBytes - first * sectorBytes)
    const at = this.offsetBytes + first * sectorBytes
    this.#take(first, await this.flash.read(at, lengthBytes, { signal }))
  }

  #take(first: number, bytes: Uint8Array): void {
    this.#bytes.set(bytes, first * sectorBytes)
    for (let sector = 0; sector * sectorBytes < bytes.length; sector++) {
      this.#loaded[first + sector] = true
    }
  }
}

function* sectorsOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at + sectorBytes <= bytes.length; at += sectorBytes) {
    yield bytes.subarray(at, at + sectorBytes)
  }
}
