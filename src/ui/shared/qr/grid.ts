/**
 * The fixed parts of a QR code: finders, timing, alignment, format and version information. What they
 * cover is not available for data (ISO/IEC 18004, 6.3, 7.9 and 7.10).
 */
import { alignmentCentres, sizeOf } from './capacity'

export type Cell = { dark: boolean; fixed: boolean }

/** Level L is 01. Masks are 0–7. BCH(15,5) with 0x537, then masked with 0x5412. */
export function formatBits(mask: number): number {
  const data = (0b01 << 3) | mask
  let remainder = data
  for (let bit = 0; bit < 10; bit++) remainder = (remainder << 1) ^ ((remainder >> 9) * 0x537)
  return ((data << 10) | remainder) ^ 0x5412
}

/** BCH(18,6) with 0x1f25; codes from version 7 on have it. */
export function versionBits(version: number): number {
  let remainder = version
  for (let bit = 0; bit < 12; bit++) remainder = (remainder << 1) ^ ((remainder >> 11) * 0x1f25)
  return (version << 12) | remainder
}

export class Grid {
  readonly size: number
  readonly #cells: Cell[]

  constructor(version: number) {
    this.size = sizeOf(version)
    this.#cells = Array.from({ length: this.size ** 2 }, () => ({ dark: false, fixed: false }))
    this.#timing()
    for (const [x, y] of [
      [3, 3],
      [this.size - 4, 3],
      [3, this.size - 4],
    ] as const) {
      this.#rings(x, y, 4)
    }
    this.#alignment(alignmentCentres(version))
    if (version >= 7) this.#version(versionBits(version))
    this.format(0)
  }

  cell(x: number, y: number): Cell {
    return this.#cells[y * this.size + x]!
  }

  /** Twice, around the finders, and the one module that is always dark. */
  format(mask: number): void {
    const bits = formatBits(mask)
    const bit = (index: number) => ((bits >> index) & 1) === 1
    const last = this.size - 1
    for (let i = 0; i < 15; i++) {
      const along = i < 6 ? i : i < 8 ? i + 1 : i === 8 ? 7 : 14 - i
      this.#fix(i < 8 ? 8 : along, i < 8 ? along : 8, bit(i))
      if (i < 8) this.#fix(last - i, 8, bit(i))
      else this.#fix(8, this.size - 15 + i, bit(i))
    }
    this.#fix(8, this.size - 8, true)
  }

  /** Everywhere but under the three finders. */
  #alignment(centres: readonly number[]) {
    const last = centres.at(-1)
    for (const x of centres) {
      for (const y of centres) {
        const under = [x, y].every((at) => at === 6 || at === last) && !(x === last && y === last)
        if (!under) this.#rings(x, y, 2)
      }
    }
  }

  /** Twice, beside the finders at the top right and the bottom left. */
  #version(bits: number) {
    for (let bit = 0; bit < 18; bit++) {
      const along = Math.floor(bit / 3)
      const across = this.size - 11 + (bit % 3)
      this.#fix(across, along, ((bits >> bit) & 1) === 1)
      this.#fix(along, across, ((bits >> bit) & 1) === 1)
    }
  }

  #timing() {
    for (let i = 0; i < this.size; i++) {
      this.#fix(i, 6, i % 2 === 0)
      this.#fix(6, i, i % 2 === 0)
    }
  }

  /** A finder with its light border (radius 4), or an alignment pattern (radius 2). */
  #rings(centreX: number, centreY: number, radius: 2 | 4) {
    for (let dy = -radius; dy <= radius; dy++) {
      for (let dx = -radius; dx <= radius; dx++) {
        const distance = Math.max(Math.abs(dx), Math.abs(dy))
        const dark = radius === 4 ? distance !== 2 && distance !== 4 : distance !== 1
        this.#fix(centreX + dx, centreY + dy, dark)
      }
    }
  }

  #fix(x: number, y: number, dark: boolean) {
    if (x < 0 || y < 0 || x >= this.size || y >= this.size) return
    Object.assign(this.cell(x, y), { dark, fixed: true })
  }
}
