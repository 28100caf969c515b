/**
 * What one stay in the bootloader has shown of a flash, so that nothing is asked twice: while the chip's
 * own program does not run, nothing on it changes but by us. Also what has to be compared again once it
 * may have run. A cancel takes effect between two questions, never within one: in the midst of an
 * exchange there is no way back but a reset.
 */
import type { WaitOptions } from '../../async/deadline'
import { sectorBytes, type Region } from '../../esptool/region'
import { md5Hex } from '../../bytes/digest'
import type { FlashSight } from './flash-window'
import type { Piece } from '../plan/same-state'
import type { Stretch } from './flash-ranges'

/** Read at once; a cancel waits for no more than this. */
const readBytes = 0x4000
/** Hashed at once when compared again. */
const pieceBytes = 0x10000

export class KnownFlash implements FlashSight {
  readonly #sectors = new Map<number, Uint8Array>()
  readonly #hashes = new Map<string, Piece>()

  constructor(private readonly flash: FlashSight) {}

  async read(offsetBytes: number, sizeBytes: number, { signal }: WaitOptions = {}) {
    const known = this.#bytes(offsetBytes, sizeBytes)
    if (known) return known
    const read = new Uint8Array(sizeBytes)
    for (let at = 0; at < sizeBytes; at += readBytes) {
      signal?.throwIfAborted()
      const length = Math.min(readBytes, sizeBytes - at)
      read.set(await this.flash.read(offsetBytes + at, length), at)
    }
    this.learn(offsetBytes, read)
    return read
  }

  async md5(offsetBytes: number, sizeBytes: number, { signal }: WaitOptions = {}) {
    signal?.throwIfAborted()
    const known = this.recall(offsetBytes, sizeBytes)
    if (known) return known
    const md5 = await this.flash.md5(offsetBytes, sizeBytes)
    this.#note({ offsetBytes, sizeBytes, md5 })
    return md5
  }

  /** The flash holds these bytes there: read, or proven by their hash. */
  learn(offsetBytes: number, bytes: Uint8Array): void {
    const end = offsetBytes + bytes.length
    const first = Math.ceil(offsetBytes / sectorBytes) * sectorBytes
    for (let at = first; at + sectorBytes <= end; at += sectorBytes) {
      const sector = bytes.slice(at - offsetBytes, at - offsetBytes + sectorBytes)
      this.#sectors.set(at / sectorBytes, sector)
    }
    const whole = offsetBytes % sectorBytes === 0 && bytes.length % sectorBytes === 0
    if (!whole) this.#note({ offsetBytes, sizeBytes: bytes.length, md5: md5Hex(bytes) })
  }

  /** The hash as far as it is known without asking. */
  recall(offsetBytes: number, sizeBytes: number): string | undefined {
    const asked = this.#hashes.get(keyOf(offsetBytes, sizeBytes))
    if (asked) return asked.md5
    const bytes = this.#bytes(offsetBytes, sizeBytes)
    return bytes && md5Hex(bytes)
  }

  /** Everything that was looked at, without what is part of another piece, or was written since. */
  pieces(written: readonly Region[] = []): Piece[] {
    const isWritten = (piece: Stretch) =>
      written.some((region) => overlaps(piece, { ...region, sizeBytes: region.bytes.length }))
    const pieces = [...this.#runs((sector) => !isWritten(sectorAt(sector)))]
    for (const piece of [...this.#hashes.values()].sort((a, b) => b.sizeBytes - a.sizeBytes)) {
      const isPart = pieces.some((larger) => isWithin(piece, larger))
      if (!isPart && !isWritten(piece)) pieces.push(piece)
    }
    return pieces
  }

  /** Neighbouring sectors whose bytes are known. */
  *#runs(counts: (sector: number) => boolean): Generator<Piece> {
    const sectors = [...this.#sectors.keys()].filter(counts).sort((a, b) => a - b)
    const perPiece = pieceBytes / sectorBytes
    for (let from = 0; from < sectors.length;) {
      let to = from + 1
      while (sectors[to] === sectors[to - 1]! + 1 && to - from < perPiece) to++
      const offsetBytes = sectors[from]! * sectorBytes
      const sizeBytes = (to - from) * sectorBytes
      yield { offsetBytes, sizeBytes, md5: md5Hex(this.#bytes(offsetBytes, sizeBytes)!) }
      from = to
    }
  }

  #note(piece: Piece): void {
    this.#hashes.set(keyOf(piece.offsetBytes, piece.sizeBytes), piece)
  }

  #bytes(offsetBytes: number, sizeBytes: number): Uint8Array<ArrayBuffer> | undefined {
    const bytes = new Uint8Array(sizeBytes)
    for (let at = offsetBytes; at < offsetBytes + sizeBytes;) {
      const sector = this.#sectors.get(Math.floor(at / sectorBytes))
      if (!sector) return undefined
      const part = sector.subarray(at % sectorBytes)
      bytes.set(part.subarray(0, offsetBytes + sizeBytes - at), at - offsetBytes)
      at += part.length
    }
    return bytes
  }
}

const keyOf = (offsetBytes: number, sizeBytes: number) => `${offsetBytes}+${sizeBytes}`

const sectorAt = (sector: number): Stretch => ({
  offsetBytes: sector * sectorBytes,
  sizeBytes: sectorBytes,
})

const overlaps = (a: Stretch, b: Stretch): boolean =>
  a.offsetBytes < b.offsetBytes + b.sizeBytes && b.offsetBytes < a.offsetBytes + a.sizeBytes

const isWithin = (small: Stretch, large: Stretch): boolean =>
  small.offsetBytes >= large.offsetBytes &&
  small.offsetBytes + small.sizeBytes <= large.offsetBytes + large.sizeBytes
