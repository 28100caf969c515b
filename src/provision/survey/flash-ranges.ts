/** Stretches of flash as sets: joined, cut out of each other. Pure arithmetic in bytes. */

export interface Stretch {
  offsetBytes: number
  sizeBytes: number
}

export const endOf = ({ offsetBytes, sizeBytes }: Stretch): number => offsetBytes + sizeBytes

/** From `from` up to `to`; empty ones are left out by whoever joins them. */
export const between = (from: number, to: number): Stretch => ({
  offsetBytes: from,
  sizeBytes: Math.max(0, to - from),
})

/** Sorted; what touches or overlaps, or is less than `gapBytes` apart, is one. */
export function joined(stretches: readonly Stretch[], gapBytes = 0): Stretch[] {
  const all: Stretch[] = []
  for (const next of [...stretches].sort((a, b) => a.offsetBytes - b.offsetBytes)) {
    if (next.sizeBytes === 0) continue
    const last = all.at(-1)
    if (!last || next.offsetBytes > endOf(last) + gapBytes) all.push(next)
    else all[all.length - 1] = between(last.offsetBytes, Math.max(endOf(last), endOf(next)))
  }
  return all
}

/** What of `stretches` is in none of `others`. */
export function without(stretches: readonly Stretch[], others: readonly Stretch[]): Stretch[] {
  let left = joined(stretches)
  for (const other of others) {
    left = left.flatMap((one) => [
      between(one.offsetBytes, Math.min(endOf(one), other.offsetBytes)),
      between(Math.max(one.offsetBytes, endOf(other)), endOf(one)),
    ])
  }
  return joined(left)
}

/** What of `stretches` is in one of `others`, too. */
export const within = (stretches: readonly Stretch[], others: readonly Stretch[]): Stretch[] =>
  without(stretches, without(stretches, others))
