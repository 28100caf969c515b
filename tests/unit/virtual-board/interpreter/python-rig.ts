/**
 * MicroPython as the virtual board runs it, without the board: its flash, its UART and its clock are
 * in the test's hands.
 */
import type { FirmwareIdentity } from '../../../../src/virtual-board/chip/boot-image'
import {
  resetReason,
  type BootCause,
  type ResetCause,
} from '../../../../src/virtual-board/chip/boot-log'
import type { Clock } from '../../../../src/virtual-board/clock'
import { realClock } from '../../../../src/virtual-board/clock'
import type { FlashMemory, Program } from '../../../../src/virtual-board/chip/program'
import { createMicroPythonProgram } from '../../../../src/virtual-board/python-worker/node'
import type { RadioEnvironment } from '../../../../src/virtual-board/radio/radio-environment'
import { encode } from '../../../support/bytes'
import { IdleClock } from '../../../support/idle-clock'

export const sectorBytes = 4096

/** NOR flash that counts what is done to it. */
export class CountingFlash implements FlashMemory {
  readonly bytes: Uint8Array
  erasedSectors = 0

  constructor(readonly sizeBytes: number) {
    this.bytes = new Uint8Array(sizeBytes).fill(0xff)
  }

  read(offset: number, length: number): Uint8Array {
    return this.bytes.slice(offset, offset + length)
  }

  program(offset: number, data: Uint8Array): void {
    data.forEach((byte, i) => (this.bytes[offset + i] = (this.bytes[offset + i] ?? 0) & byte))
  }

  eraseSectors(offset: number, length: number): void {
    this.bytes.fill(0xff, offset, offset + length)
    this.erasedSectors += length / sectorBytes
  }
}

export interface RigOptions {
  blockCount?: number
  clock?: Clock
  flash?: CountingFlash
  firmware?: FirmwareIdentity
  cause?: BootCause
}

const usualFirmware: FirmwareIdentity = {
  version: 'v1.27.0',
  date: '2025-12-10',
  machine: 'ESP module with ESP8266',
  flashSizeBytes: 4 * 1024 * 1024,
}

export class PythonRig {
  readonly flash: CountingFlash
  readonly #options: RigOptions
  readonly #factory: () => Program
  #program: Program | undefined
  #output = ''
  #onOutput = () => {}
  /** False: nothing leaves the UART any more. */
  uartDrains = true
  resets = 0
  resetBy: ResetCause | undefined
  /** How long the program has asked to sleep deeply. */
  sleptMs: number | undefined
  transmittedBytes = 0
  environment!: RadioEnvironment

  constructor(options: RigOptions = {}) {
    this.#options = options
    this.flash = options.flash ?? new CountingFlash((options.blockCount ?? 64) * sectorBytes)
    const factory = createMicroPythonProgram((environment) => (this.environment = environment))
    const { clock } = options
    this.#factory = clock instanceof IdleClock ? clock.holding(factory) : factory
  }

  /** Power on; resolves with what was printed up to the prompt. */
  async boot(): Promise<string> {
    this.start()
    return this.until('>>> ')
  }

  start(): void {
    const { clock = realClock(), blockCount = 64 } = this.#options
    this.#output = ''
    this.#program = this.#factory()
    this.#program.start({
      transmit: (bytes) => {
        this.transmittedBytes += bytes.length
        this.#output += String.fromCharCode(...bytes) // one character a byte
        if (clock instanceof IdleClock && this.#output.endsWith('>>> ')) clock.free()
        this.#onOutput()
      },
      whenSent: (fn) => void (this.uartDrains && setImmediate(fn)),
      setBaudRate: () => {},
      flash: this.flash,
      filesystem: { offsetBytes: 0, blockCount },
      mac: Uint8Array.of(0x18, 0xfe, 0x34, 0x42, 0x44, 0x42),
      clock,
      firmware: this.#options.firmware ?? usualFirmware,
      resetReason: resetReason(this.#options.cause ?? 'power-on'),
      deepSleep: (ms) => {
        this.sleptMs = ms
        this.stop()
      },
      resetChip: (cause) => {
        this.resets++
        this.resetBy = cause
      },
    })
  }

  stop(): void {
    this.#program?.stop()
  }

  send(text: string): void {
    this.#program?.receive(encode(text))
  }

  /** Everything printed up to and with `text`, which is then forgotten. */
  until(text: string): Promise<string> {
    return new Promise((resolve) => {
      this.#onOutput = () => {
        const at = this.#output.indexOf(text)
        if (at < 0) return
        const seen = this.#output.slice(0, at + text.length)
        this.#output = this.#output.slice(at + text.length)
        this.#onOutput = () => {}
        resolve(seen)
      }
      this.#onOutput()
    })
  }

  /** What was printed and not yet asked for. */
  get unread(): string {
    return this.#output
  }

  /** Runs code in the raw REPL; gives its output, or its output and the traceback. */
  async run(code: string): Promise<string> {
    this.send('\x01')
    await this.until('raw REPL; CTRL-B to exit\r\n>')
    this.send('\x05A\x01')
    await this.until('R\x01\x80\x00\x01')
    await this.#paste(code)
    const answer = await this.until('\x04>')
    this.send('\x02')
    await this.until('>>> ')
    return answer.slice(0, -2).replaceAll('\x04', '').replaceAll('\r\n', '\n')
  }

  /** Two windows of 128 bytes at first, then one for each that was freed. */
  async #paste(code: string): Promise<void> {
    const bytes = encode(code)
    for (let at = 0; at < bytes.length; at += 128) {
      this.#program?.receive(bytes.slice(at, at + 128))
      if (at + 128 <= bytes.length) await this.until('\x01')
    }
    this.send('\x04')
    await this.until('\x04')
  }
}
