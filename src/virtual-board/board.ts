/**
 * A virtual ESP8266 board: flash, chip, reset circuit, UART wires and USB bridge behind the standard
 * `SerialPort`. The page's "Try without a board", the command line and the tests start here; of
 * `virtual-board/` only surroundings.ts imports this one.
 */
import { bannerProgram } from './chip/banner-program'
import { Chip } from './chip/chip'
import type { Clock } from './clock'
import { realClock } from './clock'
import { Faults } from './faults'
import type { FlashListener } from './chip/nor-flash'
import { NorFlash, jedecId } from './chip/nor-flash'
import type { ProgramFactory } from './chip/program'
import { esp8266Magic } from './chip/registers'
import type { Pace } from './pace'
import { speedOf } from './pace'
import { outsideLevel } from './usb/button-wiring'
import { ResetCircuit } from './usb/reset-circuit'
import { lineToChip, lineToHost } from './usb/board-wiring'
import type { UartLine } from './usb/uart-line'
import type { LinesOnOpen } from './usb/usb-bridge'
import { UsbBridge } from './usb/usb-bridge'
import { makeChip, type BridgeChipOptions } from './usb-devices/chips'
import type { BridgeChip } from './usb-devices/bridge-chip'
import { VirtualUsb } from './web-usb/virtual-usb'
import { VirtualSerial } from './web-serial/virtual-serial'
import type { PortBrowser } from './web-serial/port-browser'
import type { VirtualPort } from './web-serial/virtual-port'

export interface VirtualBoardOptions {
  /** Default 4 MiB. */
  flashSizeBytes?: number
  /** Contents from offset 0, at most `flashSizeBytes` bytes; the rest is erased (0xff). */
  flash?: Uint8Array
  /** Station MAC, six bytes; default that of the recordings, 18:fe:34:42:44:42. */
  mac?: Uint8Array
  /** Default 26; the boot ROM prints at 115200 × crystal / 40 baud. */
  crystalMhz?: 26 | 40
  /** Carry bytes at the configured baud rate and let the flash take its time; default false. */
  pace?: Pace
  /** Default: real time. */
  clock?: Clock
  /** What runs after a good boot; default prints MicroPython's banner and nothing else. */
  program?: ProgramFactory
  /** The USB bridge: which chip, and other ids than its own; default CH340, 1a86:7523. */
  bridge?: BridgeChipOptions
  /** False: no transistors; only the FLASH button and the reset button help. */
  autoReset?: boolean
  /** How long EN takes to rise, in ms; default 1. Boards with a big capacitor at EN need about 200. */
  resetRiseMs?: number
  /** What `open()` does to DTR and RTS; default both asserted, with `firefox` after a probing open and close. */
  linesOnOpen?: LinesOnOpen
  /** Whose `navigator.serial` this one is like; default Chromium's. */
  browser?: PortBrowser
  /** GPIO16 is wired to RST, so that the timer can end a deep sleep; default false, as on bare modules. */
  wakesByGpio16?: boolean
}

export const defaultMac: Uint8Array = Uint8Array.of(0x18, 0xfe, 0x34, 0x42, 0x44, 0x42)

/** @throws RangeError if `flash` is larger than `flashSizeBytes` */
export function createVirtualBoard(options: VirtualBoardOptions = {}): VirtualBoard {
  return new VirtualBoard(options)
}

export class VirtualBoard {
  /** In place of `navigator.serial`. */
  readonly serial: VirtualSerial
  /** In place of `navigator.usb`. */
  readonly usb: VirtualUsb
  /** The bridge seen from USB: requests that it did not know, its input lines. */
  readonly bridgeChip: BridgeChip
  readonly flash: NorFlash
  readonly faults: Faults
  /** For other ends than a browser's port, such as a network server. */
  readonly bridge: UsbBridge
  #circuit: ResetCircuit
  #chip: Chip
  #toHost: UartLine
  #toChip: UartLine
  /** GPIOs whose button is held. */
  readonly #held = new Set<number>()
  #isSupplied = true
  readonly #listeners = new Set<() => void>()

  /** The board is plugged in and has just been given power. */
  constructor(options: VirtualBoardOptions) {
    const clock = options.clock ?? realClock()
    const speed = speedOf(options.pace ?? false)
    this.flash = new NorFlash(options.flashSizeBytes ?? 4 * 1024 * 1024, options.flash)
    this.flash.timeFactor = 1 / speed
    this.faults = this.#makeFaults()
    const wiring = { clock, speed, faults: this.faults }
    const { browser = 'chromium' } = options
    this.#toHost = lineToHost(wiring, () => this.bridge, browser === 'chromium')
    this.#toChip = lineToChip(wiring, () => this.#chip)
    this.#chip = this.#makeChip(clock, options)
    this.#circuit = this.#makeCircuit(clock, options.resetRiseMs ?? 1)
    this.bridge = this.#makeBridge(options)
    this.bridgeChip = makeChip({ bridge: this.bridge, clock }, options.bridge)
    const { vendorId: usbVendorId, productId: usbProductId } = this.bridgeChip.descriptors
    const ids = { usbVendorId, usbProductId }
    this.serial = new VirtualSerial(this.bridge, ids, this.faults, browser)
    this.usb = new VirtualUsb(this.bridgeChip, this.faults)
    this.#chip.boot('power-on')
  }

  /** In Chromium a new object each time the board is plugged in again. */
  get port(): VirtualPort {
    return this.serial.port
  }

  /** GPIO0 is low while the FLASH button is held. */
  holdFlashButton(held: boolean): void {
    this.holdButton(0, held)
  }

  /** A button at a GPIO, to ground; at GPIO15, which has to be low at a reset, to 3.3 V. */
  holdButton(pin: number, held: boolean): void {
    if (held) this.#held.add(pin)
    else this.#held.delete(pin)
  }

  pressResetButton(): void {
    this.#restart('external')
  }

  /** Takes the chip's supply away and gives it back; the bridge stays on USB. */
  powerCycle(): void {
    this.powerOff()
    this.powerOn()
  }

  /** The chip has no power, as with a supply of its own that is switched off; the bridge stays on USB. */
  powerOff(): void {
    if (!this.#isSupplied) return
    this.#isSupplied = false
    this.#halt()
    this.#changed()
  }

  powerOn(): void {
    if (this.#isSupplied) return
    this.#isSupplied = true
    this.#restart('power-on')
    this.#changed()
  }

  /** Whether the chip has power. */
  get isPowered(): boolean {
    return this.#isSupplied && this.bridge.isPlugged
  }

  /** Calls `listener` after each change of power and plug; returns a function that unsubscribes it. */
  onPowerChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Pulls the USB cable: bridge and chip lose power. */
  unplug(): void {
    if (!this.bridge.isPlugged) return
    this.#circuit.dispose()
    this.#halt()
    this.bridge.unplug()
    this.serial.unplugged()
    this.usb.unplugged()
    this.#changed()
  }

  plug(): void {
    if (this.bridge.isPlugged) return
    this.bridge.isPlugged = true
    this.#restart('power-on')
    this.serial.plugged()
    this.usb.plugged()
    this.#changed()
  }

  /** Calls `listener` after each change of the flash; returns a function that unsubscribes it. */
  onFlashChange(listener: FlashListener): () => void {
    return this.flash.onChange(listener)
  }

  /** Stops program and timers. */
  dispose(): void {
    this.#circuit.dispose()
    this.#halt()
    this.usb.dispose()
    this.bridge.flushTransmit()
  }

  #restart(cause: 'power-on' | 'external'): void {
    this.#halt()
    if (this.isPowered) this.#chip.boot(cause)
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener()
  }

  /** Bytes that are still in the chip's transmitter are lost. */
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
      setChipMagic: (value) => (this.#chip.registers.chipMagic = value ?? esp8266Magic),
      setFlashId: (word) => (this.#chip.registers.flashId = word ?? jedecId(this.flash.sizeBytes)),
    })
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
      levelOutside: (pin) =>
        pin === 0 && this.#circuit.gpio0Low ? 0 : outsideLevel(pin, this.#held.has(pin)),
      transmit: (bytes, baudRate) => this.#toHost.send(bytes, baudRate),
      whenSent: (fn) => this.#toHost.whenAtMost(0, fn),
    })
  }

  #makeCircuit(clock: Clock, riseMs: number): ResetCircuit {
    return new ResetCircuit({
      clock,
      riseMs,
      onReset: () => this.#halt(),
      onRelease: () => this.isPowered && this.#chip.boot('external'),
    })
  }

  #makeBridge({ autoReset = true, browser, ...options }: VirtualBoardOptions): UsbBridge {
    const usual = browser === 'firefox' ? 'probed' : 'asserted'
    return new UsbBridge({
      line: this.#toChip,
      linesOnOpen: options.linesOnOpen ?? usual,
      onLines: (dtr, rts) => autoReset && this.#circuit.setLines(dtr, rts),
      onRoom: () => this.#toHost.resume(),
      isBusy: () => this.faults.busy,
    })
  }
}
