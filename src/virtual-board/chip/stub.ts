/**
 * Espressif's flasher stub, as its answers are recorded in tests/golden/rom-and-stub.json; behaviour
 * in detail: https://github.com/espressif/esp-flasher-stub. It acknowledges a block before it writes
 * it, so that a failure comes out as the answer to the next command, which is then not run.
 */
import { md5 } from '@noble/hashes/legacy.js'
import { FlashSchedule } from './flash-schedule'
import { opcodes, response, u16, u32 } from './loader-frames'
import { sectorBytes } from './nor-flash'
import type { LoaderContext } from './rom-loader'
import { SlipDecoder, slipFrame } from './slip'
import { FlashReader } from './stub-read'
import { StubWriter, stubError } from './stub-writer'

export interface StubContext extends LoaderContext {
  /** Bytes outside the response format: greeting and flash contents. */
  send(bytes: Uint8Array): void
  setBaudRate(baudRate: number): void
  /** The board's time, in ms. */
  now(): number
}

interface Command {
  opcode: number
  data: Uint8Array
  checksum: number
}

/** Error, and what to do after the answer has gone out. */
interface Outcome {
  error: number
  value?: number
  data?: Uint8Array
  then?: () => number
}

// Reading flash and hashing it, per byte.
const md5MsPerByte = 0.001

export class Stub {
  #decoder = new SlipDecoder((frame) => this.#enqueue(frame))
  #queue: Uint8Array[] = []
  #busy = false
  #pendingError = 0
  #schedule: FlashSchedule
  #writer: StubWriter
  #reader: FlashReader | undefined

  constructor(private readonly chip: StubContext) {
    this.#schedule = new FlashSchedule(chip.flash, () => chip.now())
    this.#writer = new StubWriter(chip.flash, this.#schedule)
  }

  start(): void {
    this.chip.send(slipFrame(new TextEncoder().encode('OHAI')))
  }

  receive(bytes: Uint8Array): void {
    for (const byte of bytes) this.#decoder.push(byte)
  }

  #enqueue(frame: Uint8Array): void {
    if (this.#reader) {
      if (!this.#reader.acknowledge(frame)) this.#reader = undefined
      return
    }
    this.#queue.push(frame)
    if (!this.#busy) this.#next()
  }

  #next(): void {
    const frame = this.#queue.shift()
    if (!frame) return
    const opcode = frame[1] ?? 0
    if (frame[0] !== 0) return this.#refuse(opcode, stubError.invalidCommand)
    if (frame.length !== u16(frame, 2) + 8) return this.#refuse(opcode, stubError.badLength)
    if (this.#pendingError) return this.#refuse(opcode, this.#takePendingError())
    this.#execute({ opcode, data: frame.subarray(8), checksum: u32(frame, 4) })
  }

  #takePendingError(): number {
    const error = this.#pendingError
    this.#pendingError = 0
    return error
  }

  #refuse(opcode: number, error: number): void {
    this.chip.respond(opcode, response(opcode, 0, [error, 0]))
    this.#next()
  }

  #execute(command: Command): void {
    if (command.opcode === opcodes.runUserCode) return this.#next()
    this.#schedule.begin()
    const outcome = this.#run(command)
    this.#wait(() => {
      this.#respond(command.opcode, outcome)
      this.#schedule.begin()
      if (outcome.then && !outcome.error) this.#pendingError = outcome.then()
      this.#wait(() => this.#next())
    })
  }

  /** Waits until the work is done; frames that arrive meanwhile are kept. */
  #wait(fn: () => void): void {
    this.#busy = true
    this.chip.later(this.#schedule.remainingMs, () => {
      this.#busy = false
      fn()
    })
  }

  #respond(opcode: number, { error, value = 0, data }: Outcome): void {
    const payload = response(opcode, error ? 0 : value, [error, 0], error ? undefined : data)
    const repeats = opcode === opcodes.sync && !error ? 8 : 1
    for (let i = 0; i < repeats; i++) this.chip.respond(opcode, payload)
  }

  #run({ opcode, data, checksum }: Command): Outcome {
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
        return sized(data, 8, { then: () => this.#setBaudRate(u32(data, 0)) })
      case opcodes.flashBegin:
        return { error: this.#writer.begin(data, false) }
      case opcodes.flashDeflBegin:
        return { error: this.#writer.begin(data, true) }
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
        this.#schedule.finish(() => this.chip.flash.eraseChip())
        return { error: stubError.none }
      case opcodes.eraseRegion:
        return { error: this.#eraseRegion(data) }
      case opcodes.readFlash:
        return sized(data, 16, { then: () => this.#startReading(data) })
      default:
        return { error: stubError.invalidCommand }
    }
  }

  #writeRegisters(data: Uint8Array): Outcome {
    if (data.length === 0 || data.length % 16 !== 0) return { error: stubError.notEnoughData }
    for (let at = 0; at < data.length; at += 16) {
      this.chip.registers.write(u32(data, at), u32(data, at + 4), u32(data, at + 8))
    }
    return { error: stubError.none }
  }

  #setBaudRate(baudRate: number): number {
    this.chip.setBaudRate(baudRate)
    return stubError.none
  }

  #md5(data: Uint8Array): Outcome {
    if (data.length !== 16) return { error: stubError.badLength }
    const [offset, length] = [u32(data, 0), u32(data, 4)]
    if (!this.chip.flash.holds(offset, length)) return { error: stubError.spiFailed }
    this.#schedule.finish(() => this.chip.flash.addBusyMs(length * md5MsPerByte))
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
    if (length > 0) this.#schedule.finish(() => this.chip.flash.eraseSectors(offset, length))
    return stubError.none
  }

  #startReading(data: Uint8Array): number {
    const reader = new FlashReader(data, this.chip.flash, (frame) => this.chip.send(frame))
    if (!reader.isPossible) return stubError.badLength
    if (reader.start()) this.#reader = reader
    return stubError.none
  }
}

const erasedDigests = new Map<number, Uint8Array>()

/** MD5; of erased flash, which is asked for by the megabyte, worked out once for each length. */
function digestOf(bytes: Uint8Array): Uint8Array {
  if (!bytes.every((byte) => byte === 0xff)) return md5(bytes)
  const digest = erasedDigests.get(bytes.length) ?? md5(bytes)
  erasedDigests.set(bytes.length, digest)
  return digest
}

function sized(data: Uint8Array, length: number, outcome: Omit<Outcome, 'error'>): Outcome {
  return { ...outcome, error: data.length === length ? stubError.none : stubError.badLength }
}
