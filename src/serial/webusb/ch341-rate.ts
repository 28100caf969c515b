/**
 * Prescaler, divisor and line control of the CH341. After the Linux kernel's ch341_get_divisor and ch341_set_termios,
 * drivers/usb/serial/ch341.c (6.12): rate = clock / (2^(12 − 3·ps − fact) · div).
 */
import type { LineSettings } from './driver'

const clockHz = 48_000_000
/** In baud. */
export const minRate = 46
export const maxRate = 3_000_000

/** What a rate has to be above for each prescaler. */
const lowerBounds = [45, 366, 2929, 23437] as const
const largestPrescaler = 3
const divisorRange = { least: 9, most: 255 } as const

/** Without it some versions hand bytes over only when a packet is full; one has it inverted. */
const handOverAtOnce = 0x80
const lastVersionWithout = 0x27

const lineControl = {
  receive: 0x80,
  transmit: 0x40,
  parityEven: 0x10,
  parity: 0x08,
  twoStopBits: 0x04,
} as const

export interface Ch341Kind {
  /** The first byte of the answer to "read version". */
  version: number
  isLimited: boolean
}

/** The values of the registers 0x12 (low byte) and 0x13 for the rate that is nearest to `baudRate`. */
export function rateValueOf(baudRate: number, { version, isLimited }: Ch341Kind): number {
  const rate = Math.min(Math.max(baudRate, minRate), maxRate)
  const { prescaler, factor, divisor } = divisorOf(rate, isLimited)
  const now = version > lastVersionWithout ? handOverAtOnce : 0
  return ((0x100 - divisor) << 8) | now | (factor << 2) | prescaler
}

/** The rate in baud that comes out for `baudRate`. */
export function realRateOf(baudRate: number, kind: Pick<Ch341Kind, 'isLimited'>): number {
  const rate = Math.min(Math.max(baudRate, minRate), maxRate)
  const { prescaler, factor, divisor } = divisorOf(rate, kind.isLimited)
  return clockHz / (clockDivisorOf(prescaler, factor) * divisor)
}

function divisorOf(rate: number, isLimited: boolean) {
  const prescaler = prescalerOf(rate)
  let factor = 1
  let clockDivisor = clockDivisorOf(prescaler, factor)
  let divisor = Math.floor(clockHz / (clockDivisor * rate))
  const outOfRange = divisor < divisorRange.least || divisor > divisorRange.most
  if (outOfRange || (isLimited && prescaler < largestPrescaler)) {
    divisor = Math.floor(divisor / 2)
    clockDivisor *= 2
    factor = 0
  }
  if (isNextNearer(rate, clockDivisor, divisor)) divisor++
  // The larger base clock forgives more, if the divisor is whole.
  if (factor === 1 && divisor % 2 === 0) return { prescaler, factor: 0, divisor: divisor / 2 }
  return { prescaler, factor, divisor }
}

function prescalerOf(rate: number): number {
  const above = lowerBounds.findLastIndex((bound) => rate > bound)
  return Math.max(0, above)
}

const clockDivisorOf = (prescaler: number, factor: number) => 2 ** (12 - 3 * prescaler - factor)

/** Whether the next divisor's rate is as near to `rate` or nearer; in sixteenths, as the kernel counts. */
function isNextNearer(rate: number, clockDivisor: number, divisor: number): boolean {
  const sixteenths = (div: number) => Math.floor((16 * clockHz) / (clockDivisor * div))
  return sixteenths(divisor) - 16 * rate >= 16 * rate - sixteenths(divisor + 1)
}

/** The value of register 0x18; that of 0x25, the high byte, is always 0. */
export function lineControlOf({ dataBits, stopBits, parity }: LineSettings): number {
  const on = lineControl.receive | lineControl.transmit
  const parityBits = {
    none: 0,
    odd: lineControl.parity,
    even: lineControl.parity | lineControl.parityEven,
  }
  const stop = stopBits === 2 ? lineControl.twoStopBits : 0
  return on | parityBits[parity] | stop | (dataBits - 5)
}
