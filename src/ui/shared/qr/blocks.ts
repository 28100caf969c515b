/** Data in blocks with error correction of their own, one codeword of each in turn: ISO/IEC 18004, 7.6. */
import { dataCodewordsIn, type Capacity } from './capacity'
import { errorCorrection } from './error-correction'

/** @param data as many codewords as `capacity` has for them */
export function interleaved(data: readonly number[], capacity: Capacity): number[] {
  const parts = split(data, capacity)
  const corrections = parts.map((part) => errorCorrection(part, capacity.correction))
  return [...inTurn(parts), ...inTurn(corrections)]
}

/** The later blocks have one codeword more. */
function split(data: readonly number[], capacity: Capacity): number[][] {
  const { blocks } = capacity
  const short = Math.floor(dataCodewordsIn(capacity) / blocks)
  const longer = dataCodewordsIn(capacity) % blocks
  let from = 0
  return Array.from({ length: blocks }, (_, at) => {
    const length = short + (at >= blocks - longer ? 1 : 0)
    from += length
    return data.slice(from - length, from)
  })
}

function inTurn(parts: readonly number[][]): number[] {
  const longest = Math.max(...parts.map(({ length }) => length))
  return Array.from({ length: longest }, (_, at) =>
    parts.flatMap((part) => (at < part.length ? [part[at]!] : [])),
  ).flat()
}
