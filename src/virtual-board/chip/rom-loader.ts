/**
 * The UART bootloader in the chip's ROM: commands 0x02 to 0x0a only. Its quirks, as recorded in
 * tests/golden/rom-and-stub.json, are part of it: the value field and the error byte of a response keep what
 * an earlier command left there, an unknown command is answered under the previous opcode, and a
 * frame that is too short is read together with the rest of the frame before it.
 */
import { ChipRam } from './chip-ram'
import { blockChecksum, opcodes, response, u16, u32 } from './loader-frames'
import type { NorFlash } from './nor-flash'
import { sectorBytes } from './nor-flash'
import type { Registers } from './registers'
import { SlipDecoder } from './slip'

const errorInvalidMessage = 0x05
const errorFailed = 0x06
const errorChecksum = 0x07
const blockHeaderBytes = 16
/** The receive FIFO of the chip's UART. */
const fifoBytes = 128

/** What both loaders use of the chip. */
export interface LoaderContext {
  readonly flash: NorFlash
  readonly registers: Registers
  /** Sends one response; faults choose by `opcode` which ones are lost. */
  respond(opcode: number, payload: Uint8Array): void
  /** Calls `fn` after `ms`, unless the chip is reset before; at once for 0. */
  later(ms: number, fn: () => void): void
  /** A write to the flash was announced: its blocks, and their size on the wire. */
  writeBegins(blocks: number, blockBytes: number): void
}

export interface RomContext extends LoaderContext {
  /** A SYNC was received: the baud rate is found. */
  synced(): void
  /** Jumps to the uploaded code at `entry`; `intact` is whether it can run. */
  run(entry: number, intact: boolean): void
  reboot(): void
}

export class RomLoader {
  #decoder = new SlipDecoder((frame) => this.#take(frame), 0x1800 + 64)
  #buffer = new Uint8Array(0x1800 + 64)
  #opcode = 0
  #value = 0
  #error = 0
  #ram = new ChipRam()
  #flashOffset = 0
  #flashBlockBytes = 0
  #busy = false
  #fifo: number[] = []

  constructor(private readonly chip: RomContext) {}

  /** The ROM polls its UART: while it works on the flash, only the FIFO receives. */
  receive(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (!this.#busy) this.#decoder.push(byte)
      else if (this.#fifo.length < fifoBytes) this.#fifo.push(byte)
    }
  }

  #take(frame: Uint8Array): void {
    this.#buffer.set(frame)
    const opcode = this.#buffer[1] ?? 0
    const failure = this.#run(opcode)
    if (failure !== errorInvalidMessage) this.#opcode = opcode
    if (failure) this.#error = failure
    this.#answerWhenReady(failure !== 0, opcode)
  }

  #answerWhenReady(failed: boolean, opcode: number): void {
    const payload = response(this.#opcode, this.#value, [Number(failed), this.#error])
    const repeats = opcode === opcodes.sync ? 8 : 1
    this.#busy = true
    this.chip.later(this.chip.flash.takeBusyMs(), () => {
      this.#busy = false
      for (let i = 0; i < repeats; i++) this.chip.respond(this.#opcode, payload)
      this.#afterwards(failed, opcode)
      this.receive(Uint8Array.from(this.#fifo.splice(0)))
    })
  }

  /** Runs a command; returns its error byte, 0 for none. */
  #run(opcode: number): number {
    switch (opcode) {
      case opcodes.sync:
        return this.#sync()
      case opcodes.readReg:
        this.#value = this.chip.registers.read(this.#word(0))
        return 0
      case opcodes.writeReg:
        this.chip.registers.write(this.#word(0), this.#word(1), this.#word(2))
        return 0
      case opcodes.memBegin:
        this.#ram.begin(this.#word(0), this.#word(1), this.#word(2), this.#word(3))
        return 0
      case opcodes.memData:
        return this.#block((sequence, data) => this.#ram.write(sequence, data))
      case opcodes.flashBegin:
        return this.#flashBegin()
      case opcodes.flashData:
        return this.#block((sequence, data) => this.#program(sequence, data))
      case opcodes.flashEnd:
      case opcodes.memEnd:
        return 0
      default:
        return errorInvalidMessage
    }
  }

  #afterwards(failed: boolean, opcode: number): void {
    if (failed) return
    if (opcode === opcodes.memEnd && this.#word(0) === 0) {
      this.chip.run(this.#word(1), this.#ram.isRunnable(this.#word(1)))
    }
    if (opcode === opcodes.flashEnd && this.#word(0) === 0) this.chip.reboot()
  }

  #sync(): number {
    this.#value = this.#word(0)
    this.#error = 0
    this.chip.synced()
    return 0
  }

  #block(write: (sequence: number, data: Uint8Array) => boolean): number {
    const length = u16(this.#buffer, 2) - blockHeaderBytes
    if (length < 0) return errorInvalidMessage
    const data = this.#buffer.slice(8 + blockHeaderBytes, 8 + blockHeaderBytes + length)
    if (blockChecksum(data) !== u32(this.#buffer, 4)) return errorChecksum
    return write(this.#word(1), data) ? 0 : errorFailed
  }

  /**
   * SPIEraseArea of the ROM erases up to twice what it was asked for: the sectors up to the next
   * 64 KiB block are counted a second time (esptool works around it in get_erase_size).
   */
  #flashBegin(): number {
    const size = this.#word(0)
    this.#flashBlockBytes = this.#word(2)
    this.#flashOffset = this.#word(3)
    this.chip.writeBegins(this.#word(1), this.#word(2))
    const sectors = Math.ceil(size / sectorBytes)
    const head = 16 - (Math.floor(this.#flashOffset / sectorBytes) % 16)
    const length = (sectors + Math.min(sectors, head)) * sectorBytes
    const end = Math.min(this.#flashOffset + length, this.chip.flash.sizeBytes)
    if (end < this.#flashOffset) return errorFailed
    if (size > 0) this.chip.flash.eraseSectors(this.#flashOffset, end - this.#flashOffset)
    return 0
  }

  #program(sequence: number, data: Uint8Array): boolean {
    const at = this.#flashOffset + sequence * this.#flashBlockBytes
    if (!this.chip.flash.holds(at, data.length)) return false
    this.chip.flash.program(at, data)
    return true
  }

  #word(index: number): number {
    return u32(this.#buffer, 8 + 4 * index)
  }
}
