/**
 * The state of the flasher stub between FLASH_BEGIN and FLASH_END: where it writes, how far it has erased, and
 * the running inflate. It erases ahead of what it writes, while the next block is on the wire. Each method
 * returns a status of `stubError`. Status values are those of the stub that esptool-js 0.7.0 carries.
 */
import { Inflate } from 'pako'
import type { FlashSchedule } from './flash-schedule'
import { blockChecksum, u32 } from './loader-frames'
import type { NorFlash } from './nor-flash'
import { sectorBytes } from './nor-flash'

/** Status bytes of the stub. */
export const stubError = {
  none: 0x00,
  badLength: 0xc0,
  badChecksum: 0xc1,
  invalidCommand: 0xc3,
  spiFailed: 0xc4,
  notInFlashMode: 0xc6,
  inflate: 0xc7,
  notEnoughData: 0xc8,
  tooMuchData: 0xc9,
} as const

const headerBytes = 16
const windowBytes = 32768
const blockBytes = 65536

export class StubWriter {
  #active = false
  #remaining = 0
  #offset = 0
  #eraseAt = 0
  #eraseEnd = 0
  #inflate = new Inflate()
  /** zlib's status at the end of the inflate, 0 for success; undefined while it runs. */
  #inflateEnd: number | undefined

  constructor(
    private readonly flash: NorFlash,
    private readonly schedule: FlashSchedule,
  ) {}

  /** FLASH_BEGIN and FLASH_DEFL_BEGIN: size, blocks, block size, offset. */
  begin(data: Uint8Array, compressed: boolean): number {
    if (data.length !== 16 && data.length !== 20) return stubError.badLength
    this.#active = true
    this.#remaining = u32(data, 0)
    this.#offset = u32(data, 12)
    this.#eraseAt = this.#offset - (this.#offset % sectorBytes)
    this.#eraseEnd = Math.ceil((this.#offset + this.#remaining) / sectorBytes) * sectorBytes
    if (compressed) this.#startInflate()
    return this.#eraseAhead() ? stubError.none : stubError.spiFailed
  }

  /** Whether a block may be acknowledged; it is written only afterwards. */
  checkBlock(data: Uint8Array, checksum: number, compressed: boolean): number {
    if (data.length < headerBytes) return stubError.badLength
    if (!this.#active) return stubError.notInFlashMode
    const length = u32(data, 0)
    if (!compressed && length !== data.length - headerBytes) return stubError.tooMuchData
    const block = data.subarray(headerBytes, headerBytes + length)
    return blockChecksum(block) === checksum ? stubError.none : stubError.badChecksum
  }

  write(data: Uint8Array): number {
    const block = data.subarray(headerBytes)
    return this.#program(block.subarray(0, Math.min(block.length, this.#remaining)))
  }

  writeDeflated(data: Uint8Array): number {
    if (this.#inflateEnd !== undefined) return this.#inflateEnd ? stubError.inflate : stubError.none
    let status: number = this.#eraseAhead() ? stubError.none : stubError.spiFailed
    this.#inflate.onData = (out) => {
      if (out instanceof Uint8Array) status ||= this.#program(out)
      if (!this.#eraseAhead()) status ||= stubError.spiFailed
    }
    this.#inflate.push(data.subarray(headerBytes, headerBytes + u32(data, 0)), false)
    return this.#inflateEnd ? stubError.inflate : status
  }

  end(data: Uint8Array): number {
    if (data.length !== 4) return stubError.badLength
    if (!this.#active) return stubError.notInFlashMode
    if (this.#remaining !== 0) return stubError.badLength
    this.#active = false
    return stubError.none
  }

  #startInflate(): void {
    this.#inflate = new Inflate({ chunkSize: windowBytes, windowBits: 15 })
    this.#inflate.onEnd = (status) => (this.#inflateEnd = status)
    this.#inflateEnd = undefined
  }

  #program(bytes: Uint8Array): number {
    while (this.#eraseAt < this.#offset + bytes.length && this.#eraseAt < this.#eraseEnd) {
      if (!this.#eraseNext()) return stubError.spiFailed
    }
    if (!this.flash.holds(this.#offset, bytes.length)) return stubError.spiFailed
    this.schedule.finish(() => this.flash.program(this.#offset, bytes))
    this.#offset += bytes.length
    this.#remaining = (this.#remaining - bytes.length) >>> 0
    return stubError.none
  }

  /** Starts on the next block while the flash has nothing else to do. */
  #eraseAhead(): boolean {
    return !this.schedule.isReady || this.#eraseNext()
  }

  /** Starts to erase the next block of 64 KiB, or the next sector where no whole block is left. */
  #eraseNext(): boolean {
    if (this.#eraseAt >= this.#eraseEnd) return true
    const wholeBlock =
      this.#eraseAt % blockBytes === 0 && this.#eraseEnd - this.#eraseAt >= blockBytes
    const length = wholeBlock ? blockBytes : sectorBytes
    if (!this.flash.holds(this.#eraseAt, length)) return false
    this.schedule.waitUntilReady()
    this.schedule.start(() => this.flash.eraseSectors(this.#eraseAt, length))
    this.#eraseAt += length
    return true
  }
}
