/** Durations as ratios within one run: they hold on any machine, however busy it is. */
function durationMs(work: () => unknown): number {
  const startMs = performance.now()
  work()
  return performance.now() - startMs
}

/**
 * How many times as long `work` takes as `reference`, measured right after each other. Anything above
 * `limit` is measured again, up to five times, because another process may have interrupted one of the
 * two; the lowest ratio counts.
 */
export function relativeDuration(
  work: () => unknown,
  reference: () => unknown,
  limit: number,
): number {
  let lowest = Infinity
  for (let tries = 0; tries < 5 && lowest > limit; tries++) {
    lowest = Math.min(lowest, durationMs(work) / durationMs(reference))
  }
  return lowest
}
