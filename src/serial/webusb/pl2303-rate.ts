/**
 * How a PL2303 is told its rate: as a number, or, for rates that it does not know, as a divisor in the same four
 * bytes. After the Linux kernel's pl2303_encode_baud_rate, pl2303_encode_baud_rate_divisor and
 * pl2303_encode_baud_rate_divisor_alt, drivers/usb/serial/pl2303.c (6.12).
 */
import { rateBytes } from './line-coding'
import type { Pl2303Kind } from './pl2303-kind'

/** Of the divisors, in Hz. */
const baseHz = 384_000_000

/** Any other number becomes 9600. */
const knownRates = [
  75, 150, 300, 600, 1200, 1800, 2400, 3600, 4800, 7200, 9600, 14400, 19200, 28800, 38400, 57600,
  115200, 230400, 460800, 614400, 921600, 1228800, 2457600, 3000000, 6000000,
]

const mostBaud: Record<Pl2303Kind, number> = {
  H: 1_228_800,
  HX: 6_000_000,
  TA: 6_000_000,
  HXD: 12_000_000,
  TB: 12_000_000,
  HXN: 12_000_000,
}

/** In byte 3: the bytes are a divisor. */
const divisorMark = 0x80
/** Rate = base / (mantissa · factor^exponent). */
const divisor = {
  older: { factorBits: 2, mantissas: 512, lastExponent: 7 },
  taAndTb: { factorBits: 1, mantissas: 2048, lastExponent: 15 },
} as const

/** The first four bytes of the line coding. */
export function encodedRate(baudRate: number, kind: Pl2303Kind): Uint8Array {
  const rate = Math.min(baudRate, mostBaud[kind])
  if (kind === 'HXN' || knownRates.includes(rate)) return rateBytes(rate)
  return kind === 'TA' || kind === 'TB' ? divisorOfTa(rate) : divisorOfOlder(rate)
}

/** The rate in baud that comes out for `baudRate`. */
export function realRateOf(baudRate: number, kind: Pl2303Kind): number {
  const rate = Math.min(baudRate, mostBaud[kind])
  if (kind === 'HXN' || knownRates.includes(rate)) return rate
  const format = kind === 'TA' || kind === 'TB' ? divisor.taAndTb : divisor.older
  const { mantissa, exponent } = split(rate, format)
  return baseHz / (mantissa * 2 ** (format.factorBits * exponent))
}

function divisorOfOlder(rate: number): Uint8Array {
  const { mantissa, exponent } = split(rate, divisor.older)
  return Uint8Array.of(mantissa & 0xff, (exponent << 1) | (mantissa >> 8), 0, divisorMark)
}

function divisorOfTa(rate: number): Uint8Array {
  const { mantissa, exponent } = split(rate, divisor.taAndTb)
  const lowest = exponent & 1
  const upper = ((exponent & ~1) << 4) | (mantissa >> 8)
  return Uint8Array.of(mantissa & 0xff, upper, lowest, divisorMark)
}

function split(rate: number, format: (typeof divisor)[keyof typeof divisor]) {
  let mantissa = Math.max(1, Math.floor(baseHz / rate))
  let exponent = 0
  while (mantissa >= format.mantissas && exponent < format.lastExponent) {
    mantissa >>= format.factorBits
    exponent++
  }
  return { mantissa: Math.min(mantissa, format.mantissas - 1), exponent }
}
