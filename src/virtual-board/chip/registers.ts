/**
 * The memory-mapped registers that esptool reads: chip magic, efuses (MAC), UART divider, and the SPI controller
 * through which it reads the flash's ID. Every other address is plain storage.
 * Addresses: ESP8266 technical reference; values: tests/golden/rom-and-stub.json.
 */
import type { UartClock } from './uart-clock'

/** What every ESP8266 holds at 0x40001000 (esptool: CHIP_DETECT_MAGIC_VALUE). */
export const esp8266Magic = 0xfff0c101
const chipMagicAddress = 0x40001000
const uartDate = 0x60000078
const uartClockDivider = 0x60000014
const spiCommand = 0x60000200
const spiUser2 = 0x60000224
const spiData0 = 0x60000240
const runUserCommand = 1 << 18

export interface RegisterOptions {
  mac: Uint8Array
  flashId: number
  uart: Pick<UartClock, 'divider'>
}

export class Registers {
  chipMagic = esp8266Magic
  /** The flash's answer to RDID (0x9f). */
  flashId: number
  #stored = new Map<number, number>()

  constructor(private readonly options: RegisterOptions) {
    this.flashId = options.flashId
    this.#stored.set(uartDate, 0x00062000)
    efuseWords(options.mac).forEach((word, i) => this.#stored.set(0x3ff00050 + 4 * i, word))
  }

  read(address: number): number {
    if (address === chipMagicAddress) return this.chipMagic
    if (address === uartClockDivider) return this.options.uart.divider
    return this.#stored.get(address) ?? 0
  }

  write(address: number, value: number, mask = 0xffffffff): void {
    const kept = this.read(address) & ~mask
    const written = ((value & mask) | kept) >>> 0
    if (address === uartClockDivider) this.options.uart.divider = written
    else this.#stored.set(address, written)
    if (address === spiCommand && value & runUserCommand) this.#runSpiCommand()
  }

  /** The SPI controller clears the command register when it is done. */
  #runSpiCommand(): void {
    this.#stored.set(spiData0, this.#answerOfFlash(this.read(spiUser2) & 0xff))
    this.#stored.set(spiCommand, 0)
  }

  #answerOfFlash(command: number): number {
    if (command === 0x9f) return this.flashId
    return 0 // status registers: idle, not protected
  }
}

/** The four efuse words at 0x3ff00050 for a MAC address, as esptool reads it back. */
function efuseWords(mac: Uint8Array): number[] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = mac
  const vendor = (a << 16) | (b << 8) | c
  const known = [0x18fe34, 0xacd074].indexOf(vendor)
  return [
    ((f << 24) | 0xf00d42) >>> 0,
    ((Math.max(known, 0) << 16) | (d << 8) | e) >>> 0,
    0x00008000,
    known < 0 ? vendor : 0,
  ]
}
