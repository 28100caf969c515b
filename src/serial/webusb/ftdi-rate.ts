/**
 * Kinds of FTDI chips and their divisors, in eighths. After the Linux kernel's ftdi_determine_type,
 * ftdi_232am_baud_base_to_divisor, ftdi_232bm_baud_base_to_divisor and ftdi_2232h_baud_base_to_divisor,
 * drivers/usb/serial/ftdi_sio.c (6.12).
 */
import { hexDigits } from '../../bytes/hex'
import { NotSupported } from './driver'
import type { UsbDevice } from './usb-device'

const kinds = {
  0x200: 'FT232A',
  0x400: 'FT232B',
  0x500: 'FT2232C',
  0x600: 'FT232R',
  0x700: 'FT2232H',
  0x800: 'FT4232H',
  0x900: 'FT232H',
  0x1000: 'FT-X',
  0x2800: 'FT2233HP',
  0x2900: 'FT4233HP',
  0x3000: 'FT2232HP',
  0x3100: 'FT4232HP',
  0x3200: 'FT233HP',
  0x3300: 'FT232HP',
  0x3600: 'FT4232HA',
} as const
export type FtdiKind = 'SIO' | (typeof kinds)[keyof typeof kinds]

const clockHz = 48_000_000
const highSpeedClockHz = 120_000_000
const rates = {
  /** Of chips with the 48 MHz clock. */
  most: 3_000_000,
  mostOfHighSpeed: 12_000_000,
  /** Below it a high-speed chip uses the 48 MHz clock. */
  leastOfHighSpeed: 1200,
  least: 184,
} as const
/** Says that the divisor is one of the 120 MHz clock. */
const highSpeedBit = 0x20000

/** The code of each eighth, for bits 14 and up. */
const eighthCodes = [0, 3, 2, 4, 1, 5, 6, 7] as const
/** The FT232A only has 0, 1, 2 and 4 eighths. */
const eighthCodesOfA = [0, 3, 2, 2, 1, 1, 1] as const
/** Divisors of 1 and 1.5 have values of their own. */
const special: Record<number, number> = { 1: 0, 0x4001: 1 }
/** The SIO has no divisor, but a number for each rate. */
const sioRates = [300, 600, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200]

/**
 * @param readsLatency whether the latency timer could be read
 * @throws NotSupported for chips that are not known
 */
export function ftdiKindOf(device: UsbDevice, readsLatency: boolean): FtdiKind {
  const { deviceVersionMajor, deviceVersionMinor, deviceVersionSubminor, serialNumber } = device
  const version = (deviceVersionMajor << 8) | (deviceVersionMinor << 4) | deviceVersionSubminor
  if (version < 0x200) return 'SIO'
  const kind = kinds[version as keyof typeof kinds]
  if (!kind) throw new NotSupported(`FTDI chips of version ${hexDigits(version, 4)} are not known.`)
  return kind === 'FT232A' && !serialNumber && readsLatency ? 'FT232B' : kind
}

const withoutChannel: readonly FtdiKind[] = ['SIO', 'FT232A', 'FT232B', 'FT232R']
const fullSpeed: readonly FtdiKind[] = [...withoutChannel, 'FT2232C', 'FT-X']

/** Whether requests say which of the chip's ports is meant. */
export const hasChannel = (kind: FtdiKind): boolean => !withoutChannel.includes(kind)
export const hasLatency = (kind: FtdiKind): boolean => kind !== 'SIO' && kind !== 'FT232A'

/** @returns the low 16 bits of the chip's value for a rate, and what is above them */
export function rateOf(baudRate: number, kind: FtdiKind): { value: number; above: number } {
  const all = kind === 'SIO' ? sioCode(baudRate) : valueOf(baudRate, kind)
  return { value: all & 0xffff, above: all >>> 16 }
}

/** The rate in baud that comes out for `baudRate`. */
export function realRateOf(baudRate: number, kind: FtdiKind): number {
  if (kind === 'SIO') return sioRates[sioCode(baudRate)] ?? baudRate
  const isHighSpeed = !fullSpeed.includes(kind)
  const rate = Math.min(
    Math.max(baudRate, rates.least),
    isHighSpeed ? rates.mostOfHighSpeed : rates.most,
  )
  const hz =
    isHighSpeed && rate >= rates.leastOfHighSpeed ? (8 * highSpeedClockHz) / 10 : clockHz / 2
  return hz / Math.round(hz / rate)
}

function valueOf(baudRate: number, kind: FtdiKind): number {
  const isHighSpeed = !fullSpeed.includes(kind)
  const most = isHighSpeed ? rates.mostOfHighSpeed : rates.most
  const rate = Math.min(Math.max(baudRate, rates.least), most)
  if (kind === 'FT232A') return valueOfA(rate)
  if (isHighSpeed && rate >= rates.leastOfHighSpeed) {
    return encoded(Math.round((8 * highSpeedClockHz) / (10 * rate))) + highSpeedBit
  }
  return encoded(Math.round(clockHz / (2 * rate)))
}

function encoded(eighths: number): number {
  const value = (eighths >> 3) + (eighthCodes[eighths & 7] ?? 0) * 0x4000
  return special[value] ?? value
}

function valueOfA(rate: number): number {
  const nearest = Math.round(clockHz / (2 * rate))
  const eighths = (nearest & 7) === 7 ? nearest + 1 : nearest
  const value = (eighths >> 3) + (eighthCodesOfA[eighths & 7] ?? 0) * 0x4000
  return value === 1 ? 0 : value
}

/** The nearest of the few that it has. */
function sioCode(baudRate: number): number {
  const off = sioRates.map((rate) => Math.abs(rate - baudRate))
  return off.indexOf(Math.min(...off))
}
