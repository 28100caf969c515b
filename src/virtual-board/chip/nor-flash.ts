/**
 * The SPI NOR flash chip: programming only clears bits, erasing sets whole sectors of 4096 bytes.
 * Counts the time that its operations take on a real chip: flash-chips.ts.
 */
import { flashChips, type FlashTimes } from './flash-chips'
import type { FlashMemory } from './program'

export const sectorBytes = 4096
const blockBytes = 65536
const pageBytes = 256

/** Answer to RDID (0x9f), first byte lowest: manufacturer, SPI NOR, log2 of the size in bytes. */
export function jedecId(
  sizeBytes: number,
  manufacturer: number = flashChips.gd25q32c.manufacturer,
): number {
  return manufacturer | (0x40 << 8) | (Math.log2(sizeBytes) << 16)
}

/** Gets the changed range, in bytes. */
export type FlashListener = (offset: number, length: number) => void

export class NorFlash implements FlashMemory {
  readonly bytes: Uint8Array
  /** Multiplies the datasheet's times; 0 makes every operation immediate. */
  timeFactor = 0
  /** The QE bit of the status register, which survives a power cycle. */
  quadEnabled = false
  #badSectors = new Set<number>()
  #busyMs = 0
  #listeners = new Set<FlashListener>()

  /** @throws RangeError if `content` is larger than the flash */
  constructor(
    readonly sizeBytes: number,
    content?: Uint8Array,
    private readonly timesMs: FlashTimes = flashChips.gd25q32c.typical,
  ) {
    if (content && content.length > sizeBytes)
      throw new RangeError('content is larger than the chip')
    this.bytes = new Uint8Array(sizeBytes).fill(0xff)
    if (content) this.bytes.set(content)
  }

  /** Whether `length` bytes at `offset` lie on the chip. */
  holds(offset: number, length: number): boolean {
    return offset >= 0 && length >= 0 && offset + length <= this.sizeBytes
  }

  /** A copy. @throws RangeError beyond the end, as do `program` and `eraseSectors` */
  read(offset: number, length: number): Uint8Array {
    this.#check(offset, length)
    return this.bytes.slice(offset, offset + length)
  }

  program(offset: number, data: Uint8Array): void {
    this.#check(offset, data.length)
    for (let i = 0; i < data.length; i++) {
      const at = offset + i
      if (!this.#isBad(at)) this.bytes[at] = (this.bytes[at] ?? 0) & (data[i] ?? 0)
    }
    this.#took(Math.ceil(data.length / pageBytes) * this.timesMs.pageProgram)
    this.#changed(offset, data.length)
  }

  /** Erases every sector that the range touches. */
  eraseSectors(offset: number, length: number): void {
    const start = offset - (offset % sectorBytes)
    const end = Math.ceil((offset + length) / sectorBytes) * sectorBytes
    this.#check(start, end - start)
    for (let at = start; at < end; at += sectorBytes) {
      if (!this.#isBad(at)) this.bytes.fill(0xff, at, at + sectorBytes)
    }
    this.#took(this.#eraseMs(start, end))
    this.#changed(start, end - start)
  }

  eraseChip(): void {
    this.eraseSectors(0, this.sizeBytes)
    this.#busyMs = (this.sizeBytes / 1048576) * this.timesMs.chipErasePerMiB * this.timeFactor
  }

  /** Offsets of sectors that can no longer be changed. */
  setBadSectors(offsets: readonly number[]): void {
    this.#badSectors = new Set(offsets)
  }

  /** Adds time that a reader of the flash needs, in ms. */
  addBusyMs(ms: number): void {
    this.#took(ms)
  }

  /** How long the operations since the last call would have taken, in ms. */
  takeBusyMs(): number {
    const busyMs = this.#busyMs
    this.#busyMs = 0
    return busyMs
  }

  /** Calls `listener` after each change; returns a function that unsubscribes it. */
  onChange(listener: FlashListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #eraseMs(start: number, end: number): number {
    const firstBlock = Math.ceil(start / blockBytes) * blockBytes
    const blocks = Math.max(0, Math.floor((end - firstBlock) / blockBytes))
    const sectors = (end - start - blocks * blockBytes) / sectorBytes
    return blocks * this.timesMs.blockErase + sectors * this.timesMs.sectorErase
  }

  #check(offset: number, length: number): void {
    if (!this.holds(offset, length)) throw new RangeError(`flash has no bytes ${offset}+${length}`)
  }

  #isBad(at: number): boolean {
    return this.#badSectors.size > 0 && this.#badSectors.has(at - (at % sectorBytes))
  }

  #took(ms: number): void {
    this.#busyMs += ms * this.timeFactor
  }

  #changed(offset: number, length: number): void {
    for (const listener of this.#listeners) listener(offset, length)
  }
}

/**
 * The flash as programs access it: the SDK takes the size from the image's header, and the flash ignores address
 * bits above its own size, so that addresses beyond its end wrap to 0.
 */
export class WrappingFlash implements FlashMemory {
  constructor(private readonly flash: NorFlash) {}

  get sizeBytes(): number {
    return this.flash.sizeBytes
  }

  read(offset: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length)
    this.#pieces(offset, length, (at, from, count) => bytes.set(this.flash.read(at, count), from))
    return bytes
  }

  program(offset: number, data: Uint8Array): void {
    this.#pieces(offset, data.length, (at, from, count) =>
      this.flash.program(at, data.subarray(from, from + count)),
    )
  }

  eraseSectors(offset: number, length: number): void {
    this.#pieces(offset, length, (at, _, count) => this.flash.eraseSectors(at, count))
  }

  #pieces(offset: number, length: number, each: (at: number, from: number, n: number) => void) {
    for (let from = 0; from < length;) {
      const at = (offset + from) % this.sizeBytes
      const count = Math.min(length - from, this.sizeBytes - at)
      each(at, from, count)
      from += count
    }
  }
}
