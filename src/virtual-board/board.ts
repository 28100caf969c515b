/**
 * A virtual ESP8266 board: flash, chip, reset circuit, wire and bridge put together behind the standard
 * `SerialPort`. This is the only file that knows all parts; tests, the page's "Try without a board" and
 * the command line start here.
 */
import { bannerProgram } from './chip/banner-program'
import { Chip } from './chip/chip'
import type { Clock } from './clock'
import { realClock } from './clock'
import { Faults } from './faults'
import type { FlashListener } from './chip/nor-flash'
import { NorFlash, jedecId } from './chip/nor-flash'
import type { ProgramFactory } from './chip/program'
import { ResetCircuit } from './usb/reset-circuit'
import { UartLine } from './usb/uart-line'
import type { LinesOnOpen } from './usb/usb-bridge'
import { UsbBridge } from './usb/usb-bridge'
import { VirtualSerial } from './web-serial/virtual-serial'
import type { VirtualSerialPort } from './web-serial/virtual-serial-port'
import { resample, isWithinTolerance } from './usb/wrong-baud'

export interface VirtualBoardOptions {
  /** Default 4 MiB. */
  flashSizeBytes?: number
  /** Contents from offset 0; the rest is erased. */
  flash?: Uint8Array
  /** Station MAC, six bytes; default that of the recordings, 18:fe:34:42:44:42. */
  mac?: Uint8Array
  /** Default 26. */
  crystalMhz?: 26 | 40
  /** Carry bytes at the configured baud rate and let the flash take its time. */
  pace?: boolean
  clock?: Clock
  /** What runs after a good boot; default prints MicroPython's banner and nothing else. */
  program?: ProgramFactory
  /** Default CH340, 1a86:7523. */
  bridge?: { usbVendorId: number; usbProductId: number }
  /** False: no transistors; only the FLASH button and the reset button help. */
  autoReset?: boolean
  /** How long EN takes to rise; 1 ms is usual, 200 a board that needs the slow reset. */
  resetRiseMs?: number
  linesOnOpen?: LinesOnOpen
  /** GPIO16 is wired to RST, so that the timer can end a deep sleep; no module has that by itself. */
  wakesByGpio16?: boolean
}

const defaultMac = Uint8Array.of(0x18, 0xfe, 0x34, 0x42, 0x44, 0x42)
const defaultBridge = { usbVendorId: 0x1a86, usbProductId: 0x7523 }
const usualChipMagic = 0xfff0c101

export function createVirtualBoard(options: VirtualBoardOptions = {}): VirtualBoard {
  return new VirtualBoard(options)
}

export class VirtualBoard {
  /** In place of `navigator.serial`. */
  readonly serial: VirtualSerial
  readonly flash: NorFlash
  readonly faults: Faults
  /** For other ends than a browser's port, such as a network server. */
  readonly bridge: UsbBridge
  #circuit: ResetCircuit
  #chip: Chip
  #toHost: UartLine
  #toChip: UartLine
  #flashButtonHeld = false

  /** The board is plugged in and has just been given power. */
  constructor(options: VirtualBoardOptions) {
    const clock = options.clock ?? realClock()
    const pace = options.pace ?? false
    this.flash = new NorFlash(options.flashSizeBytes ?? 4 * 1024 * 1024, options.flash)
    this.flash.timeFactor = pace ? 1 : 0
    this.faults = this.#makeFaults()
    this.#toHost = this.#makeLineToHost(clock, pace)
    this.#toChip = this.#makeLineToChip(clock, pace)
    this.#chip = this.#makeChip(clock, options)
    this.#circuit = this.#makeCircuit(clock, options.resetRiseMs ?? 1)
    this.bridge = this.#makeBridge(options)
    this.serial = new VirtualSerial(this.bridge, options.bridge ?? defaultBridge, this.faults)
    this.#chip.boot('power-on')
  }

  /** Another one after each time that the cable was pulled, as in Chromium. */
  get port(): VirtualSerialPort {
    return this.serial.port
  }

  holdFlashButton(held: boolean): void {
    this.#flashButtonHeld = held
  }

  pressResetButton(): void {
    this.#restart('external')
  }

  /** Takes the chip's supply away and gives it back; the bridge stays on USB. */
  powerCycle(): void {
    this.#restart('power-on')
  }

  unplug(): void {
    if (!this.bridge.isPlugged) return
    this.#circuit.dispose()
    this.#halt()
    this.bridge.unplug()
    this.serial.unplugged()
  }

  plug(): void {
    if (this.bridge.isPlugged) return
    this.bridge.isPlugged = true
    this.#chip.boot('power-on')
    this.serial.plugged()
  }

  /** Calls `listener` after each change of the flash; returns what ends it. */
  onFlashChange(listener: FlashListener): () => void {
    return this.flash.onChange(listener)
  }

  /** Stops everything: no timer, no program stays behind. */
  dispose(): void {
    this.#circuit.dispose()
    this.#halt()
    this.bridge.flushTransmit()
  }

  #restart(cause: 'power-on' | 'external'): void {
    this.#halt()
    if (this.bridge.isPlugged) this.#chip.boot(cause)
  }

  /** What the chip has in its transmitter is gone with it. */
  #halt(): void {
    this.#chip.halt()
    this.#toHost.clear()
  }

  #makeFaults(): Faults {
    const usualTimeFactor = this.flash.timeFactor
    return new Faults({
      unplug: () => this.unplug(),
      reset: () => this.#restart('external'),
      setFlashTimeFactor: (factor) => (this.flash.timeFactor = factor ?? usualTimeFactor),
      setBadSectors: (offsets) => this.flash.setBadSectors(offsets),
      setChipMagic: (value) => (this.#chip.registers.chipMagic = value ?? usualChipMagic),
      setFlashId: (word) => (this.#chip.registers.flashId = word ?? jedecId(this.flash.sizeBytes)),
    })
  }

  #makeLineToHost(clock: Clock, pace: boolean): UartLine {
    const deliver = (bytes: Uint8Array, sentAt: number) => {
      const { client, baudRate } = this.bridge
      this.faults.transfer(bytes, 'toHost', (arrived) =>
        client?.receive(this.#understood(arrived, sentAt, baudRate)),
      )
    }
    return new UartLine({
      clock,
      pace,
      deliver,
      room: () => this.bridge.client?.room() ?? Infinity,
    })
  }

  #makeLineToChip(clock: Clock, pace: boolean): UartLine {
    const deliver = (bytes: Uint8Array, sentAt: number) => {
      const readAt = this.#chip.listensAt ?? sentAt
      this.faults.transfer(bytes, 'toChip', (arrived) =>
        this.#chip.receive(this.#understood(arrived, sentAt, readAt), sentAt),
      )
    }
    return new UartLine({ clock, pace, deliver, room: () => Infinity })
  }

  /** What a receiver at `readAt` baud makes of bytes sent at `sentAt`. */
  #understood(bytes: Uint8Array, sentAt: number, readAt: number): Uint8Array {
    const tooFast = sentAt > (this.faults.maxBaudRate ?? Infinity)
    if (tooFast) return resample(bytes, sentAt, sentAt * 0.87)
    return isWithinTolerance(sentAt, readAt) ? bytes : resample(bytes, sentAt, readAt)
  }

  #makeChip(clock: Clock, options: VirtualBoardOptions): Chip {
    return new Chip({
      flash: this.flash,
      mac: options.mac ?? defaultMac,
      crystalMhz: options.crystalMhz ?? 26,
      flashId: jedecId(this.flash.sizeBytes),
      clock,
      faults: this.faults,
      program: options.program ?? bannerProgram,
      wakesByGpio16: options.wakesByGpio16 ?? false,
      gpio0Low: () => this.#flashButtonHeld || this.#circuit.gpio0Low,
      transmit: (bytes, baudRate) => this.#toHost.send(bytes, baudRate),
      whenSent: (fn) => this.#toHost.whenAtMost(0, fn),
    })
  }

  #makeCircuit(clock: Clock, riseMs: number): ResetCircuit {
    return new ResetCircuit({
      clock,
      riseMs,
      onReset: () => this.#halt(),
      onRelease: () => this.bridge.isPlugged && this.#chip.boot('external'),
    })
  }

  #makeBridge({ autoReset = true, linesOnOpen = 'asserted' }: VirtualBoardOptions): UsbBridge {
    return new UsbBridge({
      line: this.#toChip,
      linesOnOpen,
      onLines: (dtr, rts) => autoReset && this.#circuit.setLines(dtr, rts),
      onRoom: () => this.#toHost.resume(),
      isBusy: () => this.faults.busy,
    })
  }
}
