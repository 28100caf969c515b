/** The check sum at the end of a zlib stream (RFC 1950, section 9). */

const modulus = 65_521
/** So many sums stay below 2^32: zlib's NMAX. */
const sliceBytes = 5_552

/** 0 … 2^32 - 1 */
export function adler32(bytes: Uint8Array): number {
  let [low, high] = [1, 0]
  for (let at = 0; at < bytes.length; at += sliceBytes) {
    for (const byte of bytes.subarray(at, at + sliceBytes)) high += low += byte
    low %= modulus
    high %= modulus
  }
  return high * 0x10000 + low
}
