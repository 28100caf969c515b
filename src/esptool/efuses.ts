/**
 * What the four efuse words at 0x3ff00050 and the UART divider say about a chip. Pure, no wire.
 * Meaning of the bits: esptool's targets/esp8266.py.
 */
import { hexDigits } from '../bytes/hex'

export type EfuseWords = readonly [number, number, number, number]

const vendors: Record<number, number[]> = { 0: [0x18, 0xfe, 0x34], 1: [0xac, 0xd0, 0x74] }
const bit = (word: number, index: number) => ((word >>> index) & 1) === 1
const byte = (word: number, index: number) => (word >>> (8 * index)) & 0xff

/** "aa:bb:cc:dd:ee:ff" */
export function macAddress([word0, word1, , word3]: EfuseWords): string {
  const own = [byte(word3, 2), byte(word3, 1), byte(word3, 0)]
  // A vendor code that nobody knows leaves the vendor's bytes at zero.
  const vendor = word3 !== 0 ? own : (vendors[byte(word1, 2)] ?? [0, 0, 0])
  const bytes = [...vendor, byte(word1, 1), byte(word1, 0), byte(word0, 3)]
  return bytes.map((value) => hexDigits(value, 2)).join(':')
}

/** "ESP8266EX", or the ESP8285 (flash inside) with its size in Mbit and temperature grade. */
export function chipName(words: EfuseWords): string {
  const [word0, , word2] = words
  if (!bit(word0, 4) && !bit(word2, 16)) return 'ESP8266EX'
  const megabits = embeddedMegabits(words)
  const grade = bit(word0, 5) ? 'H' : 'N'
  return megabits ? `ESP8285${grade}${String(megabits).padStart(2, '0')}` : 'ESP8285'
}

function embeddedMegabits([word0, , , word3]: EfuseWords): 8 | 16 | undefined {
  const [flag4, flag25] = [bit(word0, 4), bit(word3, 25)]
  if (flag4 === flag25 || bit(word3, 27)) return undefined
  const large = bit(word3, 26)
  if (flag4) return large ? 16 : 8
  return large ? undefined : 16
}

/** 26 or 40, from the divider with which the ROM met `baudRate`; its clock is twice the crystal. */
export function crystalMhz(baudRate: number, clockDivider: number): 26 | 40 {
  return (baudRate * (clockDivider & 0xfffff)) / 2e6 > 33 ? 40 : 26
}
