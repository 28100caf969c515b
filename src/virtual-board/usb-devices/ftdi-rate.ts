/** Which rate an FTDI chip runs at. Linux, drivers/usb/serial/ftdi_sio.c */

/** Eighths of the divisor by their code in bits 14 to 16. */
const eighths = [0, 3, 2, 4, 1, 5, 6, 7]
/** Code → eighths, the inverse of ftdi_sio.c's table `{ 0, 3, 2, 4, 1, 5, 6, 7 }`. */
const eighthsOfCode = (code: number) => eighths.indexOf(code)

/**
 * @param value  18 bits: whole divisor, code of the eighths (bits 14 to 16), bit 17: 12 MHz instead of 3 MHz
 * @returns baud
 */
export function ftdiRate(value: number, isHighSpeed: boolean): number {
  const base = isHighSpeed && value & 0x20000 ? 12_000_000 : 3_000_000
  const divisor = value & 0x1ffff
  if (divisor === 0) return base
  if (divisor === 1) return base / 1.5
  const rest = eighthsOfCode((divisor >> 14) & 7) / 8
  return base / Math.max(1, (divisor & 0x3fff) + rest)
}
