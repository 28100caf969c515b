/** Hexadecimal digits, in small letters as esptool and MicroPython print them. */

/** Two digits for each byte, without anything between them. */
export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => hexDigits(byte, 2)).join('')

/** The bytes of pairs of digits; the caller has made sure that there is nothing else in `digits`. */
export const fromHex = (digits: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16))

/** A number of 0 or more, with leading zeros up to `count` digits: "0a" for 10 and 2. */
export const hexDigits = (value: number, count = 1): string =>
  value.toString(16).padStart(count, '0')

/** The same as Python and C write it: "0x0a". */
export const hex = (value: number, count?: number): string => `0x${hexDigits(value, count)}`
