/**
 * What each chip is told for each rate, and how far the real one is off. The values were calculated by hand with the
 * formulas of Linux 6.12: ch341_get_divisor (ch341.c), cp210x_get_an205_rate and cp210x_get_actual_rate (cp210x.c,
 * AN205), ftdi_232bm_baud_base_to_divisor and ftdi_2232h_baud_base_to_divisor (ftdi_sio.c),
 * pl2303_encode_baud_rate and its two divisors (pl2303.c).
 */
import { expect, test } from 'vitest'
import { toHex } from '../../../../src/bytes/hex'
import { rateValueOf } from '../../../../src/serial/webusb/ch341-rate'
import { part, sentRateOf } from '../../../../src/serial/webusb/cp210x-rate'
import { rateOf } from '../../../../src/serial/webusb/ftdi-rate'
import { rateBytes } from '../../../../src/serial/webusb/line-coding'
import { encodedRate } from '../../../../src/serial/webusb/pl2303-rate'

const off = (real: number, wanted: number) => Math.round((real / wanted - 1) * 1e4) / 100

/** The rate by the chip's own rule, of what it is told. */
function ch341RateOf(value: number): number {
  const [prescaler, factor, divisor] = [value & 3, (value >> 2) & 1, 0x100 - (value >> 8)]
  return 48_000_000 / (2 ** (12 - 3 * prescaler - factor) * divisor)
}

test.each([
  [9600, 0xb202, 0xb282, 0.16],
  [74880, 0xb003, 0xb083, 0.16],
  [115200, 0xcc03, 0xcc83, 0.16],
  [230400, 0xe603, 0xe683, 0.16],
  [460800, 0xf303, 0xf383, 0.16],
  // Without the factor it would be 857,143, and 7 % off.
  [921600, 0xf307, 0xf387, 0.16],
])('CH341: %i baud is %i, or %i for newer versions', (rate, older, newer, error) => {
  for (const isLimited of [false, true]) {
    expect(rateValueOf(rate, { version: 0x27, isLimited })).toBe(older)
    expect(rateValueOf(rate, { version: 0x31, isLimited })).toBe(newer)
  }
  expect(off(ch341RateOf(older), rate)).toBe(error)
})

test('CH341: every rate of its range is met as well as the divisors allow', () => {
  for (const rate of [46, 300, 1200, 2400, 14400, 57600, 128000, 250000, 1_000_000, 2_000_000]) {
    const value = rateValueOf(rate, { version: 0x27, isLimited: false })
    expect(Math.abs(off(ch341RateOf(value), rate)), String(rate)).toBeLessThan(0.5)
  }
  const limits = [1, 46, 3_000_000, 12_000_000]
  const values = limits.map((rate) => rateValueOf(rate, { version: 0x31, isLimited: false }))
  expect(values[0]).toBe(values[1])
  expect(values[2]).toBe(values[3])
})

test.each([
  [9600, '80250000', 0, '80250000', 0],
  [74880, '002c0100', 2.56, '0e240100', -0.15],
  [115200, '00c20100', 0, 'b8c20100', 0.16],
  [230400, '00840300', 0, '71850300', 0.16],
  [460800, '00080700', 0, 'e20a0700', 0.16],
  [921600, '00100e00', 0, 'c4150e00', 0.16],
])(
  'CP210x: %i baud is %s for CP2102 (%d %%), %s for CP2104 and CP2102N (%d %%)',
  (rate, listed, listedError, exact, exactError) => {
    for (const kind of [part.cp2101, part.cp2102, part.cp2103, part.cp2108, part.unknown]) {
      expect(toHex(rateBytes(sentRateOf(rate, kind, 0)))).toBe(listed)
    }
    for (const kind of [part.cp2104, part.cp2105, ...part.cp2102n]) {
      expect(toHex(rateBytes(sentRateOf(rate, kind, 0)))).toBe(exact)
    }
    expect(toHex(rateBytes(sentRateOf(rate, part.cp2105, 1)))).toBe(listed)
    expect(off(sentRateOf(rate, part.cp2102, 0), rate)).toBe(listedError)
    expect(off(sentRateOf(rate, part.cp2104, 0), rate)).toBe(exactError)
  },
)

test.each([
  [58_053, 57_600],
  [58_054, 64_000],
  [77_608, 76_800],
  [491_520, 460_800],
  [491_521, 500_000],
  [2_000_000, 1_000_000],
])('CP2102: for %i baud it is told %i', (wanted, told) => {
  expect(sentRateOf(wanted, part.cp2102, 0)).toBe(told)
})

test('CP210x: each part ends where it ends', () => {
  const most = (kind: number, port = 0) => sentRateOf(12_000_000, kind, port)
  expect(most(part.cp2101)).toBe(921_600)
  expect(most(part.cp2104)).toBe(2_000_000)
  expect(most(part.cp2102n[0]!)).toBe(3_000_000)
  expect(most(part.cp2105, 1)).toBe(921_600)
  expect(sentRateOf(300, part.cp2105, 1)).toBe(2400)
  // Prescaler 4.
  expect(sentRateOf(300, part.cp2104, 0)).toBe(300)
})

/** Eighths of the divisor, from the bits of the chip's value. */
const eighthsOfCode = [0, 4, 2, 1, 3, 5, 6, 7]
function ftdiRateOf({ value, above }: { value: number; above: number }): number {
  const code = ((above & 1) << 2) | (value >> 14)
  const eighths = (value & 0x3fff) * 8 + eighthsOfCode[code]!
  return above & 2 ? (120_000_000 * 8) / (10 * eighths) : 24_000_000 / eighths
}

test.each([
  [9600, 0x4138, 0, 0x04e2, 0],
  [74880, 0xc028, -0.15, 0x80a0, 0],
  [115200, 0x001a, 0.16, 0xc068, 0.04],
  [230400, 0x000d, 0.16, 0xc034, -0.08],
  [460800, 0x4006, 0.16, 0x001a, 0.16],
  [921600, 0x8003, 0.16, 0x000d, 0.16],
])(
  'FTDI: %i baud is %i (%d %%), at high speed %i (%d %%)',
  (rate, full, fullOff, high, highOff) => {
    for (const kind of ['FT232B', 'FT2232C', 'FT232R', 'FT-X'] as const) {
      expect(rateOf(rate, kind)).toEqual({ value: full, above: 0 })
    }
    for (const kind of ['FT2232H', 'FT4232H', 'FT232H', 'FT4232HA'] as const) {
      expect(rateOf(rate, kind)).toEqual({ value: high, above: 2 })
    }
    expect(off(ftdiRateOf({ value: full, above: 0 }), rate)).toBeCloseTo(fullOff, 5)
    expect(off(ftdiRateOf({ value: high, above: 2 }), rate)).toBeCloseTo(highOff, 5)
  },
)

test.each([
  ['FT232R', 14400, 0x00d0, 1],
  ['FT232R', 3_000_000, 0, 0],
  ['FT232R', 2_000_000, 1, 0],
  // More than it can: the most that it can.
  ['FT232R', 4_000_000, 0, 0],
  ['FT232H', 12_000_000, 0, 2],
  ['FT232H', 300, 0x2710, 0],
  // The FT232A has no three eighths, and takes two.
  ['FT232A', 14400, 0x80d0, 0],
  ['FT232A', 115200, 0x001a, 0],
  ['FT232A', 9600, 0x4138, 0],
  ['SIO', 9600, 5, 0],
  ['SIO', 115200, 9, 0],
] as const)('%s: %i baud is %i and %i', (kind, rate, value, above) => {
  expect(rateOf(rate, kind)).toEqual({ value, above })
})

test.each([
  [9600, '80250000', '80250000', '80250000'],
  [74880, '40050080', '02250080', '80240100'],
  [115200, '00c20100', '00c20100', '00c20100'],
  [230400, '00840300', '00840300', '00840300'],
  [460800, '00080700', '00080700', '00080700'],
  [921600, '00100e00', '00100e00', '00100e00'],
])('PL2303: %i baud is %s for H to HXD, %s for TA and TB, %s for HXN', (rate, older, ta, hxn) => {
  for (const kind of ['H', 'HX', 'HXD'] as const) expect(toHex(encodedRate(rate, kind))).toBe(older)
  for (const kind of ['TA', 'TB'] as const) expect(toHex(encodedRate(rate, kind))).toBe(ta)
  expect(toHex(encodedRate(rate, 'HXN'))).toBe(hxn)
})

test('PL2303: how far the divisors for 74,880 baud are off', () => {
  // m = 0x140, e = 2: 384 MHz / (m · 4^e); m = 0x502, e = 2: 384 MHz / (m · 2^e).
  expect(off(384_000_000 / (0x140 * 4 ** 2), 74_880)).toBe(0.16)
  expect(off(384_000_000 / (0x502 * 2 ** 2), 74_880)).toBe(0)
})

test('PL2303: an old one is not told more than it can', () => {
  expect(toHex(encodedRate(3_000_000, 'H'))).toBe('00c01200')
  expect(toHex(encodedRate(3_000_000, 'HX'))).toBe('c0c62d00')
})
