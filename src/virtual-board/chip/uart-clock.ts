/**
 * The divider of the chip's UART, from which all its rates come. While ROM and stub run, the UART's clock is twice
 * the crystal's.
 *
 * How the ROM measures (uart_baudrate_detect): half of the shortest low and the shortest high pulse, and 12; with the
 * pulses of the recording 689 instead of 694. How the stub changes the rate
 * (https://github.com/espressif/esp-stub-lib, src/target/esp8266/src/uart.c, and the machine code in esptool-js
 * 0.7.0): the divider times 115,200 through the new rate, whatever the rate was; 5 ms before it and 5 after it
 * nothing is read.
 */
import { romBaudRate } from './boot-log'

/** What the stub takes the present divider for. */
const assumedRate = 115_200
const mask = 0xfffff
/** By how much the ROM measures too little: 689 for 694.4 in the recording. */
const shortfall = 0.0072

/** How long the stub waits before it sets the divider, and again afterwards. */
export const changeWaitMs = 5

export interface UartClockOptions {
  /** 26 or 40. */
  crystalMhz: number
  /** Cycles that the ROM measures too few, at any rate; default: in proportion, as in the recording. */
  autobaudShortfall?: number
}

export class UartClock {
  #baudRate: number
  readonly #clockHz: number

  constructor(private readonly options: UartClockOptions) {
    this.#clockHz = options.crystalMhz * 2e6
    this.#baudRate = romBaudRate(options.crystalMhz)
  }

  get baudRate(): number {
    return this.#baudRate
  }

  /** Of a program, which runs with another clock: as good as exact. */
  set baudRate(baudRate: number) {
    this.#baudRate = baudRate
  }

  reset(): void {
    this.#baudRate = romBaudRate(this.options.crystalMhz)
  }

  get divider(): number {
    return Math.round(this.#clockHz / this.#baudRate)
  }

  set divider(divider: number) {
    this.#baudRate = this.#clockHz / Math.max(1, divider & mask)
  }

  /** The ROM listens to a host at `baudRate`. */
  measure(baudRate: number): void {
    const cycles = this.#clockHz / baudRate
    const missing = this.options.autobaudShortfall ?? cycles * shortfall
    this.divider = Math.floor(cycles - missing)
  }

  /** What the stub makes of the rate in CHANGE_BAUDRATE. */
  change(baudRate: number): void {
    this.divider = Math.floor((this.divider * assumedRate) / Math.max(1, baudRate))
  }
}
