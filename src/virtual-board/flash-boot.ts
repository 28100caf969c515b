/**
 * A boot from flash: ROM, then Espressif's SDK, then MicroPython's start up to where the program takes
 * over. Decides which of the recorded fates an image meets (tests/golden/boot-logs.json) and prints
 * its log.
 */
import { inspectImage } from './boot-image'
import type { BootImage } from './boot-image'
import { flashModeLog } from './boot-log'
import type { BootCause } from './boot-log'
import { loadImage } from './boot-rom'
import type { Clock } from './clock'
import { corruptLog, initialSetupLine, mountState, taskLine } from './filesystem-check'
import { WrappingFlash, type NorFlash } from './nor-flash'
import type { FlashMemory, Program, ProgramFactory } from './program'
import { initialize, rfDataError, sdkLog } from './sdk-boot'

const micropythonBaudRate = 115200
// The watchdog bites some 300 ms after the SDK has given up; MicroPython repeats its complaint every 3 s.
const watchdogMs = 300
const complaintMs = 3000

export interface FlashBootOptions {
  flash: NorFlash
  mac: Uint8Array
  clock: Clock
  program: ProgramFactory
  transmit: (bytes: Uint8Array) => void
  setBaudRate: (baudRate: number) => void
  whenSent: (fn: () => void) => void
  later: (ms: number, fn: () => void) => void
  reset: (cause: BootCause) => void
}

export class FlashBoot {
  #program: Program | undefined
  readonly #flash: FlashMemory

  constructor(private readonly options: FlashBootOptions) {
    this.#flash = new WrappingFlash(options.flash)
  }

  start(cause: BootCause): void {
    const { flash } = this.options
    const rom = loadImage(flash.bytes)
    this.#print(flashModeLog(cause) + rom.log)
    if (!rom.bootable) return
    const image = inspectImage(flash.bytes)
    this.#print(initialize(flash, this.#flash, image))
    const rfError = rfDataError(this.#flash, image)
    if (rfError) this.#bootAgain(rfError)
    else if (image.isComplete && image.version) this.#startMicroPython(image)
  }

  receive(bytes: Uint8Array): void {
    this.#program?.receive(bytes)
  }

  stop(): void {
    this.#program?.stop()
    this.#program = undefined
  }

  #bootAgain(log: string): void {
    this.#print(log)
    this.options.whenSent(() =>
      this.options.later(watchdogMs, () => this.options.reset('watchdog')),
    )
  }

  #startMicroPython(image: BootImage): void {
    this.#print(sdkLog(image, this.options.mac))
    this.options.setBaudRate(micropythonBaudRate)
    const filesystem = image.filesystem ?? { offsetBytes: 0, blockCount: 0 }
    const state = mountState(this.#flash, image.filesystem)
    if (state === 'corrupt') return this.#complain(filesystem)
    this.#print((state === 'blank' ? initialSetupLine : '') + taskLine)
    this.options.whenSent(() => this.#startProgram(filesystem))
  }

  #complain(filesystem: { offsetBytes: number; blockCount: number }): void {
    this.#print(corruptLog(filesystem))
    this.options.later(complaintMs, () => this.#complain(filesystem))
  }

  #startProgram(filesystem: { offsetBytes: number; blockCount: number }): void {
    const { mac, clock, transmit, whenSent, setBaudRate } = this.options
    const flash = this.#flash
    const program = this.options.program()
    this.#program = program
    const ifRunning = <T extends unknown[]>(fn: (...args: T) => void) => {
      return (...args: T) => {
        if (this.#program === program) fn(...args)
      }
    }
    program.start({
      flash,
      filesystem,
      mac,
      clock,
      transmit: ifRunning(transmit),
      whenSent: ifRunning(whenSent),
      setBaudRate: ifRunning(setBaudRate),
      resetChip: ifRunning((cause = 'external') => this.options.reset(cause)),
    })
  }

  #print(text: string): void {
    this.options.transmit(new TextEncoder().encode(text))
  }
}
