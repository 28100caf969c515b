/**
 * One frame of Improv Wi-Fi Serial, version 1 (https://www.improv-wifi.com/serial/):
 *
 *   IMPROV 1 type size data checksum
 *
 * The checksum is the sum of all bytes before it, modulo 256.
 */
export const frameType = { state: 1, error: 2, command: 3, result: 4 } as const

export const frameHeader: readonly number[] = [...new TextEncoder().encode('IMPROV'), 1]
/** Header, type and size; then the data, then one byte more. */
export const dataAt = frameHeader.length + 2

export interface ImprovFrame {
  type: number
  /** At most 255 bytes. */
  data: Uint8Array
}

export const checksum = (bytes: Iterable<number>): number => {
  let sum = 0
  for (const byte of bytes) sum += byte
  return sum & 255
}

/** @throws RangeError for more than 255 bytes */
export function encodeFrame({ type, data }: ImprovFrame): Uint8Array<ArrayBuffer> {
  if (data.length > 255) throw new RangeError(`A frame has no room for ${data.length} bytes.`)
  const bytes = [...frameHeader, type, data.length, ...data]
  return Uint8Array.of(...bytes, checksum(bytes))
}
