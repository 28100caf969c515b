/**
 * The CRC-32 of littlefs: polynomial 0x04c11db7, reflected, begun with 0xffffffff and, unlike the
 * CRC of zip and PNG, not inverted at the end.
 * Source: littlefs SPEC.md, "Metadata block fields".
 */

const reflectedPolynomial = 0xedb88320
const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? reflectedPolynomial : 0)
  return value >>> 0
})

const crcSeed = 0xffffffff

/** CRC of `bytes` [from, to) as an unsigned 32-bit number, going on from `seed`. */
export function crc32(bytes: Uint8Array, from = 0, to = bytes.length, seed = crcSeed): number {
  let crc = seed
  for (let at = from; at < to; at++) crc = (crc >>> 8) ^ table[(crc ^ bytes[at]!) & 0xff]!
  return crc >>> 0
}
