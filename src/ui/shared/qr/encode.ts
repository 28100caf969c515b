/**
 * A text as a QR code: byte mode, level L (ISO/IEC 18004). Enough for a Wi-Fi network, an address, and
 * the link of a usual preset; 858 bytes at most.
 */
import { interleaved } from './blocks'
import { capacities, dataCodewordsIn, headerBits, type Capacity } from './capacity'
import { Grid } from './grid'

const bytesOf = (text: string) => new TextEncoder().encode(text)

const capacityFor = ({ length }: Uint8Array): Capacity | undefined =>
  capacities.find((one) => headerBits(one) + 8 * length <= 8 * dataCodewordsIn(one))

/** Without drawing it. */
export const fitsQr = (text: string): boolean => capacityFor(bytesOf(text)) !== undefined

/** Rows of modules, true is dark; undefined when the text is too long. */
export function encodeQr(text: string): boolean[][] | undefined {
  const bytes = bytesOf(text)
  const capacity = capacityFor(bytes)
  if (!capacity) return undefined
  const lengthNibbles = (headerBits(capacity) - 4) / 4
  const data = dataCodewords(bytes, dataCodewordsIn(capacity), lengthNibbles)
  const codewords = interleaved(data, capacity)
  const candidates = masks.map((_, mask) => draw(codewords, capacity.version, mask))
  return candidates.sort((a, b) => penalty(a) - penalty(b))[0]
}

/** Mode 4 (bytes), length, data, terminator, padding. */
function dataCodewords(bytes: Uint8Array, count: number, lengthNibbles: number): number[] {
  const lengthDigit = (at: number) => (bytes.length >> (4 * (lengthNibbles - 1 - at))) & 15
  const nibbles = [4, ...Array.from({ length: lengthNibbles }, (_, at) => lengthDigit(at))]
  for (const byte of bytes) nibbles.push(byte >> 4, byte & 15)
  if (nibbles.length < 2 * count) nibbles.push(0)
  const codewords: number[] = []
  for (let at = 0; at < nibbles.length; at += 2) {
    codewords.push((nibbles[at]! << 4) | (nibbles[at + 1] ?? 0))
  }
  for (let pad = 0xec; codewords.length < count; pad ^= 0xec ^ 0x11) codewords.push(pad)
  return codewords
}

const masks: ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
]

function draw(codewords: number[], version: number, mask: number): boolean[][] {
  const grid = new Grid(version)
  grid.format(mask)
  let bit = 0
  for (const [x, y] of dataCells(grid.size)) {
    const cell = grid.cell(x, y)
    if (cell.fixed) continue
    const dark = ((codewords[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1
    cell.dark = (dark === 1) !== masks[mask]!(x, y)
    bit++
  }
  const indices = Array.from({ length: grid.size }, (_, at) => at)
  return indices.map((y) => indices.map((x) => grid.cell(x, y).dark))
}

/** Two columns at a time from the right, up and down in turns; the timing column is skipped. */
function* dataCells(size: number): Generator<[x: number, y: number]> {
  let upwards = true
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5
    for (let step = 0; step < size; step++) {
      const y = upwards ? size - 1 - step : step
      yield [right, y]
      yield [right - 1, y]
    }
    upwards = !upwards
  }
}

/** Long runs and blocks of one colour confuse cameras: rules 1 and 2 of 7.8.3. */
function penalty(rows: boolean[][]): number {
  const columns = rows.map((_, x) => rows.map((row) => row[x]!))
  const runs = [...rows, ...columns].flatMap((line) =>
    [
      ...line
        .map(Number)
        .join('')
        .matchAll(/0{5,}|1{5,}/g),
    ].map(([run]) => run.length - 2),
  )
  let blocks = 0
  rows.forEach((row, y) =>
    row.forEach((dark, x) => {
      const [right, below] = [row[x + 1], rows[y + 1]]
      if (right === dark && below?.[x] === dark && below[x + 1] === dark) blocks += 3
    }),
  )
  return runs.reduce((sum, run) => sum + run, blocks)
}
