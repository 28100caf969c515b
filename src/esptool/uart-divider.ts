/**
 * How the stub of esptool-js 0.7.0 is brought to a rate. It multiplies the divider of its UART by 115,200 and divides
 * by the rate that it is told, whatever rate it has
 * (https://github.com/espressif/esp-stub-lib, src/target/esp8266/src/uart.c; found in its machine code, too). So the
 * plain number is right only at 115,200, where a measured divider, rounded down, still makes 945,000 of 921,600 with
 * a crystal of 26 MHz. We choose the divider, and tell the stub the number that leads to it.
 */
import { crystalMhz } from './efuses'

export const uartDividerRegister = 0x60000014
const dividerMask = 0xfffff
const assumedRate = 115_200
/** A crystal that is further off than this is none of the two usual ones. */
const crystalTolerance = 0.06

/** The UART's clock in Hz, from the divider with which the chip speaks at `baudRate`. */
export function uartClockHz(baudRate: number, divider: number): number {
  const measured = baudRate * (divider & dividerMask)
  const usual = crystalMhz(baudRate, divider) * 2e6
  return Math.abs(measured / usual - 1) < crystalTolerance ? usual : measured
}

export interface DividerRequest {
  /** Of the chip's UART now: the register's value, and the rate at which it is understood. */
  divider: number
  baudRate: number
  /** In baud, as the bridge makes it. */
  wantedRate: number
}

/** What CHANGE_BAUDRATE has to name so that the chip comes nearest to `wantedRate`. */
export function rateToName({ divider, baudRate, wantedRate }: DividerRequest): number {
  const present = divider & dividerMask
  const wanted = Math.max(1, Math.round(uartClockHz(baudRate, present) / wantedRate))
  // Rounded down by the stub: the largest number that still gives `wanted` or more.
  return Math.floor((present * assumedRate) / wanted)
}

/** The second word of CHANGE_BAUDRATE, for stubs that calculate with it: the same as they assume. */
export const namedPresentRate = assumedRate
