/**
 * What runs on the chip after a boot from flash. ROM, stub, UART and flash know only this interface; MicroPython
 * in a worker is one program, tests have smaller ones.
 */
import type { FirmwareIdentity } from './boot-image'
import type { ResetCause } from './boot-log'
import type { Clock } from '../clock'

/** NOR flash as a program sees it. Addresses are byte offsets from the start of the chip. */
export interface FlashMemory {
  readonly sizeBytes: number
  read(offset: number, length: number): Uint8Array
  /** Programs bytes: bits only go from 1 to 0. */
  program(offset: number, data: Uint8Array): void
  /** Sets whole 4096-byte sectors to 0xff. */
  eraseSectors(offset: number, length: number): void
}

export type PinLevel = 0 | 1

export interface ProgramContext {
  /** The level that the board's parts (buttons, resistors) give to a GPIO; undefined or left out: nothing is there. */
  levelOutside?(pin: number): PinLevel | undefined
  /** Sends bytes from the UART at the rate of `setBaudRate`; 115,200 at first. */
  transmit(bytes: Uint8Array): void
  /** Calls `fn` once when all transmitted bytes have left the UART; the chip's program blocks until then. */
  whenSent(fn: () => void): void
  setBaudRate(baudRate: number): void
  readonly flash: FlashMemory
  /** Where MicroPython's filesystem lies, from the booted image's variant and header size. */
  readonly filesystem: { offsetBytes: number; blockCount: number }
  /** The MAC address of the station interface, six bytes. */
  readonly mac: Uint8Array
  readonly clock: Clock
  readonly firmware: FirmwareIdentity
  /** Why the chip started this time, as the SDK's `rst_info.reason` has it. */
  readonly resetReason: number
  /** Resets the chip, as `machine.reset()` does; or as a watchdog does if a program hangs. */
  resetChip(cause?: ResetCause): void
  /** Deep sleep: everything off but the RTC, which pulls GPIO16 low after `ms`; 0 means never. */
  deepSleep(ms: number): void
}

export interface Program {
  /** Called once, after the boot ROM's log has gone out. */
  start(context: ProgramContext): void
  /** Bytes that reached the chip's UART at the right baud rate. */
  receive(bytes: Uint8Array): void
  /** Power lost or reset: nothing of the program may run or transmit afterwards. */
  stop(): void
}

export type ProgramFactory = () => Program
