/** Which rate a PL2303 runs at. Linux, drivers/usb/serial/pl2303.c */

const numbers = [
  ...[75, 150, 300, 600, 1200, 1800, 2400, 3600, 4800, 7200, 9600, 14400, 19200, 28800, 38400],
  ...[57600, 115200, 230400, 460800, 614400, 921600, 1228800, 2457600, 3000000, 6000000],
]
const clock = 384_000_000

/**
 * @param line  the seven bytes of "set line"
 * @returns baud; 9600 for a number that the chip does not know
 */
export function pl2303Rate(line: Uint8Array, kind: string): number {
  const number = new DataView(line.buffer, line.byteOffset).getUint32(0, true)
  if (kind === 'hxn') return number || 9600
  if (line[3] === 0x80) return dividedRate(line, kind)
  return numbers.includes(number) ? number : 9600
}

function dividedRate([low = 0, high = 0, third = 0]: Uint8Array, kind: string): number {
  const isNew = kind === 'ta' || kind === 'tb'
  const mantissa = low | ((high & (isNew ? 7 : 1)) << 8)
  const exponent = isNew ? ((high >> 4) & 0xe) | (third & 1) : 2 * ((high >> 1) & 7)
  return mantissa === 0 ? 9600 : clock / (mantissa * 2 ** exponent)
}
