/** What a chip set to another frame than 8N1 makes of the bytes of a UART that knows only 8N1. */

export interface FrameFormat {
  dataBits: number
  /** Mark is a bit that is always 1, space one that is always 0. */
  parity: 'none' | 'odd' | 'even' | 'mark' | 'space'
}

export const eightN1: FrameFormat = { dataBits: 8, parity: 'none' }

export const parities: FrameFormat['parity'][] = ['none', 'odd', 'even', 'mark', 'space']

/** Sent with `format`, read as 8N1: bits above the data are parity or stop bit; a ninth bit of 0 loses the byte. */
export function sentAs(bytes: Uint8Array, format: FrameFormat): Uint8Array {
  if (format.dataBits === 8 && format.parity === 'none') return bytes
  const frames = [...bytes].map((byte) => framed(byte, format))
  return Uint8Array.from(frames.filter((frame) => frame & 0x100))
}

/** Sent as 8N1, read with `format`. */
export function readAs(bytes: Uint8Array, { dataBits }: FrameFormat): Uint8Array {
  return dataBits === 8 ? bytes : bytes.map((byte) => byte & ((1 << dataBits) - 1))
}

/** Nine bits as they lie on the wire after the start bit; the idle line is 1. */
function framed(byte: number, { dataBits, parity }: FrameFormat): number {
  const data = byte & ((1 << dataBits) - 1)
  if (parity === 'none') return data | ((0x1ff << dataBits) & 0x1ff)
  const ones = data.toString(2).replaceAll('0', '').length
  const bit = { odd: (ones + 1) % 2, even: ones % 2, mark: 1, space: 0 }[parity]
  return data | (bit << dataBits) | ((0x1ff << (dataBits + 1)) & 0x1ff)
}
