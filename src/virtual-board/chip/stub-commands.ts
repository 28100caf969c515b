/**
 * What each command of the flasher stub does, and the status that answers it. Commands and lengths:
 * https://docs.espressif.com/projects/esptool/en/latest/esp8266/advanced-topics/serial-protocol.html;
 * status values are those of the stub that esptool-js 0.7.0 carries (`stubError`).
 */
import { md5 } from '@noble/hashes/legacy.js'
import type { FlashSchedule } from './flash-schedule'
import { opcodes, u32 } from './loader-frames'
import { sectorBytes } from './nor-flash'
import type { LoaderContext } from './rom-loader'
import { StubReader } from './stub-reader'
import { StubWriter, stubError } from './stub-writer'
import { changeWaitMs } from './uart-clock'

export interface StubContext extends LoaderContext {
  /** Sends SLIP frames that are no responses: greeting and flash contents. */
  send(bytes: Uint8Array): void
  /** CHANGE_BAUDRATE, by the stub's arithmetic. */
  changeBaudRate(baudRate: number): void
  /** The board's clock, in ms. */
  now(): number
}

/** A request, without its header. */
export interface Command {
  opcode: number
  data: Uint8Array
  /** From the header; only commands with a data block use it. */
  checksum: number
}

/** The response to a command. */
export interface Outcome {
  /** Status byte; 0 is success. */
  error: number
  /** Value field of the response; default 0. */
  value?: number
  /** Data of the response; default none. */
  data?: Uint8Array
  /** Runs after a successful response was sent; returns the status that the next command gets. */
  then?: () => number
}

/** Time to read and hash one byte. */
const md5MsPerByte = 0.001

export class StubCommands {
  readonly #writer: StubWriter

  /** @param startReading  called when READ_FLASH has begun: frames are acknowledgements from then on */
  constructor(
    private readonly chip: StubContext,
    private readonly schedule: FlashSchedule,
    private readonly startReading: (reader: StubReader) => void,
  ) {
    this.#writer = new StubWriter(chip.flash, schedule)
  }

  run({ opcode, data, checksum }: Command): Outcome {
    switch (opcode) {
      case opcodes.sync:
        return sized(data, 36, {})
      case opcodes.readReg:
        return sized(data, 4, { value: this.chip.registers.read(u32(data, 0)) })
      case opcodes.writeReg:
        return this.#writeRegisters(data)
      case opcodes.spiAttach:
        return sized(data, 4, {})
      case opcodes.spiSetParams:
        return sized(data, 24, {})
      case opcodes.changeBaudRate:
        return sized(data, 8, { then: () => this.#changeBaudRate(u32(data, 0)) })
      case opcodes.flashBegin:
        return this.#begin(data, false)
      case opcodes.flashDeflBegin:
        return this.#begin(data, true)
      case opcodes.flashData:
        return {
          error: this.#writer.checkBlock(data, checksum, false),
          then: () => this.#writer.write(data),
        }
      case opcodes.flashDeflData:
        return {
          error: this.#writer.checkBlock(data, checksum, true),
          then: () => this.#writer.writeDeflated(data),
        }
      case opcodes.flashEnd:
      case opcodes.flashDeflEnd:
        return { error: this.#writer.end(data) }
      case opcodes.flashMd5:
        return this.#md5(data)
      case opcodes.eraseFlash:
        this.schedule.finish(() => this.chip.flash.eraseChip())
        return { error: stubError.none }
      case opcodes.eraseRegion:
        return { error: this.#eraseRegion(data) }
      case opcodes.readFlash:
        return sized(data, 16, { then: () => this.#readFlash(data) })
      default:
        return { error: stubError.invalidCommand }
    }
  }

  #begin(data: Uint8Array, compressed: boolean): Outcome {
    this.chip.writeBegins(u32(data, 4), u32(data, 8))
    return { error: this.#writer.begin(data, compressed) }
  }

  #writeRegisters(data: Uint8Array): Outcome {
    if (data.length === 0 || data.length % 16 !== 0) return { error: stubError.notEnoughData }
    for (let at = 0; at < data.length; at += 16) {
      this.chip.registers.write(u32(data, at), u32(data, at + 4), u32(data, at + 8))
    }
    return { error: stubError.none }
  }

  #changeBaudRate(baudRate: number): number {
    const { flash } = this.chip
    this.chip.later(changeWaitMs * flash.timeFactor, () => this.chip.changeBaudRate(baudRate))
    this.schedule.finish(() => flash.addBusyMs(2 * changeWaitMs))
    return stubError.none
  }

  #md5(data: Uint8Array): Outcome {
    if (data.length !== 16) return { error: stubError.badLength }
    const [offset, length] = [u32(data, 0), u32(data, 4)]
    if (!this.chip.flash.holds(offset, length)) return { error: stubError.spiFailed }
    this.schedule.finish(() => this.chip.flash.addBusyMs(length * md5MsPerByte))
    return {
      error: stubError.none,
      data: digestOf(this.chip.flash.bytes.subarray(offset, offset + length)),
    }
  }

  #eraseRegion(data: Uint8Array): number {
    if (data.length !== 8) return stubError.badLength
    const [offset, length] = [u32(data, 0), u32(data, 4)]
    if (offset % sectorBytes || length % sectorBytes) return stubError.badLength
    if (!this.chip.flash.holds(offset, length)) return stubError.spiFailed
    if (length > 0) this.schedule.finish(() => this.chip.flash.eraseSectors(offset, length))
    return stubError.none
  }

  #readFlash(data: Uint8Array): number {
    const reader = new StubReader(data, this.chip.flash, (frame) => this.chip.send(frame))
    if (!reader.isPossible) return stubError.badLength
    if (reader.start()) this.startReading(reader)
    return stubError.none
  }
}

const erasedDigests = new Map<number, Uint8Array>()

/** MD5. That of erased flash, which is asked for by the megabyte, is computed once for each length. */
function digestOf(bytes: Uint8Array): Uint8Array {
  if (!bytes.every((byte) => byte === 0xff)) return md5(bytes)
  const digest = erasedDigests.get(bytes.length) ?? md5(bytes)
  erasedDigests.set(bytes.length, digest)
  return digest
}

function sized(data: Uint8Array, length: number, outcome: Omit<Outcome, 'error'>): Outcome {
  return { ...outcome, error: data.length === length ? stubError.none : stubError.badLength }
}
