/**
 * How much the versions of a QR code hold at level L: ISO/IEC 18004, tables 1, 7 and 9. Larger versions
 * exist; phones have trouble to read them from a screen.
 */

/** Of each block, by version from 1. */
const correctionCodewords = [
  7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28,
]
const blockCounts = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8]

export interface Capacity {
  version: number
  /** Codewords of data and error correction together; what is left over of the modules stays light. */
  codewords: number
  blocks: number
  /** Of each block. */
  correction: number
}

export const sizeOf = (version: number): number => 17 + 4 * version

/** Centres of the alignment patterns, along either side. */
export function alignmentCentres(version: number): number[] {
  if (version === 1) return []
  const count = Math.floor(version / 7) + 2
  const step = Math.ceil((4 * version + 4) / (2 * count - 2)) * 2
  const last = sizeOf(version) - 7
  const others = Array.from({ length: count - 1 }, (_, at) => last - at * step)
  return [6, ...others.reverse()]
}

/** All modules but finders with their borders, timing, alignment, format, and from 7 on the version. */
function dataModules(version: number): number {
  const size = sizeOf(version)
  const finders = 3 * 64
  const timing = 2 * (size - 16)
  const format = 31
  const count = alignmentCentres(version).length
  // Three of the places are finders; those on the timing lines share five modules with them.
  const alignment = count === 0 ? 0 : (count * count - 3) * 25 - 2 * (count - 2) * 5
  return size * size - finders - timing - format - alignment - (version >= 7 ? 36 : 0)
}

export const capacities: readonly Capacity[] = blockCounts.map((blocks, index) => ({
  version: index + 1,
  codewords: Math.floor(dataModules(index + 1) / 8),
  blocks,
  correction: correctionCodewords[index]!,
}))

export const dataCodewordsIn = ({ codewords, blocks, correction }: Capacity): number =>
  codewords - blocks * correction

/** Mode and length, in bits: see 7.4.3 and table 3. */
export const headerBits = ({ version }: Pick<Capacity, 'version'>): number =>
  version < 10 ? 4 + 8 : 4 + 16
