/** Durations of one run as a row of a table: only ratios count, of the best and of the median. */

export interface SpeedRow {
  what: string
  /** The best of `runs`. */
  seconds: number
  medianSeconds: number
  runs: number
  /** What it is compared with, and how. */
  ratio?: number
  medianRatio?: number
  goal?: string
}

export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

export const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!

/** @param ratio of a duration, where there is something to compare with */
export function row(
  what: string,
  taken: number[],
  goal?: string,
  ratio?: (seconds: number) => number,
): SpeedRow {
  const [least, middle] = [Math.min(...taken), median(taken)]
  const ratios = ratio && { ratio: ratio(least), medianRatio: ratio(middle) }
  return { what, seconds: least, medianSeconds: middle, runs: taken.length, ...ratios, goal }
}
