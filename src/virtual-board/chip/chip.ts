/**
 * The ESP8266: samples its strapping pins at a reset, then runs the ROM's bootloader, the flasher stub, or the
 * image in flash. One of them at a time reads the UART. Knows nothing of USB, ports, DTR and RTS.
 */
import type { BootCause } from './boot-log'
import { downloadModeLog, romBaudRate } from './boot-log'
import { FlashBoot } from './flash-boot'
import type { Clock } from '../clock'
import type { Faults } from '../faults'
import { blockCommands, opcodes } from './loader-frames'
import type { NorFlash } from './nor-flash'
import type { ProgramContext, ProgramFactory } from './program'
import { Registers } from './registers'
import { RomLoader } from './rom-loader'
import { slipFrame } from './slip'
import { Stub } from './stub'

export interface ChipOptions {
  flash: NorFlash
  /** Of the station, six bytes. */
  mac: Uint8Array
  crystalMhz: number
  /** Answer of the flash to RDID (0x9f), as `jedecId`. */
  flashId: number
  clock: Clock
  faults: Faults
  program: ProgramFactory
  /** As `ProgramContext` has it; GPIO0 low at the moment of a reset starts the ROM's bootloader. */
  levelOutside: NonNullable<ProgramContext['levelOutside']>
  /** GPIO16 is wired to RST. */
  wakesByGpio16: boolean
  /** Sends bytes from the UART at `baudRate`. */
  transmit: (bytes: Uint8Array, baudRate: number) => void
  /** Calls `fn` once when all transmitted bytes have left. */
  whenSent: (fn: () => void) => void
}

interface UartListener {
  receive(bytes: Uint8Array): void
  stop?(): void
}

export class Chip {
  readonly registers: Registers
  #baudRate: number
  #listener: UartListener | undefined
  #awaitsSync = false
  #timers = new Set<() => void>()

  constructor(private readonly options: ChipOptions) {
    this.#baudRate = romBaudRate(options.crystalMhz)
    this.registers = new Registers({ ...options, baudRate: () => this.#baudRate })
  }

  /** Baud rate of the UART's receiver; undefined while the ROM measures that of the host. */
  get listensAt(): number | undefined {
    return this.#awaitsSync ? undefined : this.#baudRate
  }

  /** Power off, or EN held low: nothing runs. */
  halt(): void {
    const listener = this.#listener
    this.#listener = undefined
    this.#awaitsSync = false
    for (const cancel of this.#timers) cancel()
    this.#timers.clear()
    listener?.stop?.()
  }

  /** Starts the chip from any state. */
  boot(cause: BootCause): void {
    this.halt()
    this.#baudRate = romBaudRate(this.options.crystalMhz)
    const download = this.options.levelOutside(0) === 0 && !this.options.faults.wrongBootMode
    if (download) this.#startRomLoader(cause)
    else this.#startFromFlash(cause)
  }

  receive(bytes: Uint8Array, baudRate: number): void {
    if (this.#awaitsSync) this.#baudRate = baudRate
    this.#listener?.receive(bytes)
  }

  #startRomLoader(cause: BootCause): void {
    this.#transmit(new TextEncoder().encode(downloadModeLog(cause)))
    this.#awaitsSync = true
    const loader = new RomLoader({
      ...this.#loaderContext(),
      synced: () => (this.#awaitsSync = false),
      run: (_entry, intact) => (intact ? this.#startStub() : (this.#listener = undefined)),
      reboot: () => this.boot('external'),
    })
    this.#listener = loader
  }

  #startStub(): void {
    const stub = new Stub({
      ...this.#loaderContext(),
      send: (bytes) => this.#transmit(bytes),
      setBaudRate: (baudRate) => (this.#baudRate = baudRate),
      now: () => this.options.clock.now(),
    })
    this.#listener = stub
    stub.start()
  }

  #startFromFlash(cause: BootCause): void {
    const boot = new FlashBoot({
      ...this.options,
      later: (ms, fn) => this.#later(ms, fn),
      transmit: (bytes) => this.#transmit(bytes),
      setBaudRate: (baudRate) => (this.#baudRate = baudRate),
      whenSent: (fn) => this.#whenSent(fn),
      reset: (next) => this.boot(next),
    })
    this.#listener = boot
    boot.start(cause)
  }

  #loaderContext() {
    return {
      flash: this.options.flash,
      registers: this.registers,
      respond: (opcode: number, payload: Uint8Array) => this.#respond(opcode, payload),
      later: (ms: number, fn: () => void) => this.#later(ms, fn),
      writeBegins: (blocks: number, blockBytes: number) =>
        this.options.faults.writeBegins(blocks, blockBytes),
    }
  }

  #respond(opcode: number, payload: Uint8Array): void {
    const { faults } = this.options
    if (opcode === opcodes.sync && faults.neverSync) return
    if (blockCommands.includes(opcode) && faults.losesAcknowledgement()) return
    this.#transmit(slipFrame(payload))
  }

  #transmit(bytes: Uint8Array): void {
    this.options.transmit(bytes, this.#baudRate)
  }

  #whenSent(fn: () => void): void {
    const listener = this.#listener
    this.options.whenSent(() => listener === this.#listener && fn())
  }

  #later(ms: number, fn: () => void): void {
    if (ms <= 0) return fn()
    const cancel = this.options.clock.after(ms, () => {
      this.#timers.delete(cancel)
      fn()
    })
    this.#timers.add(cancel)
  }
}
