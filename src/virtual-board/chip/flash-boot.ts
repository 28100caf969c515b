/**
 * A boot from flash: ROM, then Espressif's SDK, then MicroPython up to the start of the program. How a boot ends
 * for which image, and what is printed: tests/golden/boot-logs.json.
 */
import { inspectImage } from './boot-image'
import type { BootImage, FirmwareIdentity } from './boot-image'
import { flashModeLog, resetReason } from './boot-log'
import type { BootCause } from './boot-log'
import { loadImage } from './boot-rom'
import type { Clock } from '../clock'
import type { FilesystemPlace } from './filesystem-check'
import { corruptLog, initialSetupLine, mountState, taskLine } from './filesystem-check'
import { WrappingFlash, type NorFlash } from './nor-flash'
import type { FlashMemory, Program, ProgramContext, ProgramFactory } from './program'
import { firmwareStart, rfDataError, sdkLog } from './sdk-boot'

const micropythonBaudRate = 115200
/** From the SDK's error to the watchdog's reset. */
const watchdogMs = 300
/** MicroPython prints every 3 s that the filesystem looks corrupt. */
const corruptMs = 3000

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
  levelOutside: NonNullable<ProgramContext['levelOutside']>
  /** GPIO16 is wired to RST, without which no timer ends a deep sleep. */
  wakesByGpio16: boolean
}

export class FlashBoot {
  #program: Program | undefined
  readonly #flash: FlashMemory
  #cause: BootCause = 'power-on'

  constructor(private readonly options: FlashBootOptions) {
    this.#flash = new WrappingFlash(options.flash)
  }

  start(cause: BootCause): void {
    this.#cause = cause
    const { flash } = this.options
    const rom = loadImage(flash.bytes)
    this.#print(flashModeLog(cause) + rom.log)
    if (!rom.bootable) return
    const image = inspectImage(flash.bytes)
    this.#print(firmwareStart(flash, this.#flash, image))
    const rfError = rfDataError(this.#flash, image)
    if (rfError) this.#resetByWatchdog(rfError)
    else if (image.isComplete && image.identity) this.#startMicroPython(image, image.identity)
  }

  receive(bytes: Uint8Array): void {
    this.#program?.receive(bytes)
  }

  stop(): void {
    this.#program?.stop()
    this.#program = undefined
  }

  #resetByWatchdog(log: string): void {
    this.#print(log)
    this.options.whenSent(() =>
      this.options.later(watchdogMs, () => this.options.reset('watchdog')),
    )
  }

  #startMicroPython(image: BootImage, firmware: FirmwareIdentity): void {
    this.#print(sdkLog(image, this.options.mac))
    this.options.setBaudRate(micropythonBaudRate)
    const filesystem = image.filesystem ?? { offsetBytes: 0, blockCount: 0 }
    const state = mountState(this.#flash, image.filesystem)
    if (state === 'corrupt') return this.#reportCorrupt(filesystem)
    this.#print((state === 'blank' ? initialSetupLine : '') + taskLine)
    this.options.whenSent(() => this.#startProgram(filesystem, firmware))
  }

  #reportCorrupt(filesystem: FilesystemPlace): void {
    this.#print(corruptLog(filesystem))
    this.options.later(corruptMs, () => this.#reportCorrupt(filesystem))
  }

  #startProgram(filesystem: FilesystemPlace, firmware: FirmwareIdentity): void {
    const { mac, clock, transmit, whenSent, setBaudRate, levelOutside } = this.options
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
      levelOutside,
      transmit: ifRunning(transmit),
      whenSent: ifRunning(whenSent),
      setBaudRate: ifRunning(setBaudRate),
      firmware,
      resetReason: resetReason(this.#cause),
      resetChip: ifRunning((cause = 'software') => this.options.reset(cause)),
      deepSleep: ifRunning((ms) => this.#sleep(ms)),
    })
  }

  /** Nothing runs until a reset; the timer only pulls GPIO16 low. */
  #sleep(ms: number): void {
    this.stop()
    const { wakesByGpio16, later, reset } = this.options
    if (wakesByGpio16 && ms > 0) later(ms, () => reset('deep-sleep'))
  }

  #print(text: string): void {
    this.options.transmit(new TextEncoder().encode(text))
  }
}
