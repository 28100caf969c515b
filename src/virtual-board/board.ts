/**
 * A virtual ESP8266 board: flash, chip, reset circuit, wire and bridge put together behind the standard
 * `SerialPort`. This is the only file that knows all parts; tests, the page's "Try without a board" and
 * the command line start here.
 */
import { bannerProgram } from './banner-program'
import { Chip } from './chip'
import type { Clock } from './clock'
import { realClock } from './clock'
import { Faults } from './faults'
import type { Direction } from './faults'
import type { FlashListener } from './nor-flash'
import { NorFlash, jedecId } from './nor-flash'
import type { ProgramFactory } from './program'
import { ResetCircuit } from './reset-circuit'
import { UartLine } from './uart-line'
import type { LinesOnOpen } from './usb-bridge'
import { UsbBridge } from './usb-bridge'
import { VirtualSerial } from './virtual-serial'
import { VirtualSerialPort } from './virtual-serial-port'
import { resample, understands } from './wrong-baud'

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
}

export interface VirtualBoard {
  /** In place of `navigator.serial`. */
  readonly serial: VirtualSerial
  readonly port: VirtualSerialPort
  readonly flash: NorFlash
  readonly faults: Faults
  holdFlashButton(held: boolean): void
  pressResetButton(): void
  /** Takes the chip's supply away and gives it back; the bridge stays on USB. */
  powerCycle(): void
  unplug(): void
  plug(): void
  /** Calls `listener` after each change of the flash; returns what ends it. */
  onFlashChange(listener: FlashListener): () => void
  /** Stops everything: no timer, no program stays behind. */
  dispose(): void
}

const defaultMac = Uint8Array.of(0x18, 0xfe, 0x34, 0x42, 0x44, 0x42)
const defaultBridge = { usbVendorId: 0x1a86, usbProductId: 0x7523 }

export function createVirtualBoard(options: VirtualBoardOptions = {}): VirtualBoard {
  const { clock = realClock(), pace = false, crystalMhz = 26, mac = defaultMac } = options
  const flash = new NorFlash(options.flashSizeBytes ?? 4 * 1024 * 1024, options.flash)
  const usualTimeFactor = pace ? 1 : 0
  flash.timeFactor = usualTimeFactor
  let flashButtonHeld = false

  const faults = new Faults({
    unplug: () => unplug(),
    reset: () => chip.boot('external'),
    setFlashTimeFactor: (factor) => (flash.timeFactor = factor ?? usualTimeFactor),
    setBadSectors: (offsets) => flash.setBadSectors(offsets),
    setChipMagic: (value) => (chip.registers.chipMagic = value ?? 0xfff0c101),
  })

  const toHost = new UartLine({
    clock,
    pace,
    room: () => bridge.client?.room() ?? Infinity,
    deliver: (bytes, sentAt) => {
      const client = bridge.client
      if (!client) return
      client.receive(arriving(bytes, 'toHost', sentAt, bridge.baudRate))
    },
  })
  const toChip = new UartLine({
    clock,
    pace,
    room: () => Infinity,
    deliver: (bytes, sentAt) =>
      chip.receive(arriving(bytes, 'toChip', sentAt, chip.listensAt ?? sentAt), sentAt),
  })

  /** What a receiver at `readAt` baud gets of bytes sent at `sentAt`. */
  function arriving(bytes: Uint8Array, way: Direction, sentAt: number, readAt: number): Uint8Array {
    const arrived = faults.transfer(bytes, way)
    const tooFast = sentAt > (faults.maxBaudRate ?? Infinity)
    if (tooFast) return resample(arrived, sentAt, sentAt * 0.87)
    return understands(sentAt, readAt) ? arrived : resample(arrived, sentAt, readAt)
  }

  const chip: Chip = new Chip({
    flash,
    mac,
    crystalMhz,
    flashId: jedecId(flash.sizeBytes),
    clock,
    faults,
    program: options.program ?? bannerProgram,
    gpio0Low: () => flashButtonHeld || circuit.gpio0Low,
    transmit: (bytes, baudRate) => toHost.send(bytes, baudRate),
    whenSent: (fn) => toHost.whenAtMost(0, fn),
  })
  const circuit: ResetCircuit = new ResetCircuit({
    clock,
    riseMs: options.resetRiseMs ?? 1,
    onReset: halt,
    onRelease: () => bridge.isPlugged && chip.boot('external'),
  })
  const bridge: UsbBridge = new UsbBridge({
    line: toChip,
    linesOnOpen: options.linesOnOpen ?? 'asserted',
    onLines: (dtr, rts) => options.autoReset !== false && circuit.setLines(dtr, rts),
    onRoom: () => toHost.resume(),
    isBusy: () => faults.busy,
  })
  const serial: VirtualSerial = new VirtualSerial(() => port, faults)
  const port = new VirtualSerialPort(bridge, options.bridge ?? defaultBridge, () => serial.revoke())

  /** What the chip has in its transmitter is gone with it. */
  function halt(): void {
    toHost.clear()
    chip.halt()
  }

  function unplug(): void {
    if (!bridge.isPlugged) return
    circuit.dispose()
    halt()
    bridge.unplug()
    serial.announce('disconnect')
  }

  function plug(): void {
    if (bridge.isPlugged) return
    bridge.isPlugged = true
    chip.boot('power-on')
    serial.announce('connect')
  }

  function restart(cause: 'power-on' | 'external'): void {
    halt()
    if (bridge.isPlugged) chip.boot(cause)
  }

  chip.boot('power-on')
  return {
    serial,
    port,
    flash,
    faults,
    holdFlashButton: (held) => (flashButtonHeld = held),
    pressResetButton: () => restart('external'),
    powerCycle: () => restart('power-on'),
    unplug,
    plug,
    onFlashChange: (listener) => flash.onChange(listener),
    dispose: () => {
      circuit.dispose()
      halt()
      toChip.clear()
    },
  }
}
