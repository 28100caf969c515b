/**
 * A deadline for what does not react to a cancel: runs `act` so long after `signal` was
 * aborted, unless `stop` comes first.
 */
export interface Countdown {
  /** Begins to count without a cancel, too: for whoever is leaving anyway. */
  begin(): void
  /** What was waited for has ended. */
  stop(): void
  /** Does `work`, which has its own deadline, to its end: the counting waits, and begins anew after it. */
  suspendedFor<T>(work: () => Promise<T>): Promise<T>
}

/** @param ms after the abort, in milliseconds */
export function afterAbort(
  signal: AbortSignal | undefined,
  ms: number,
  act: () => unknown,
): Countdown {
  let timer: ReturnType<typeof setTimeout> | undefined
  let suspended = false
  let begun = false
  const begin = () => {
    begun = true
    if (!suspended) timer ??= setTimeout(act, ms)
  }
  const pause = () => {
    clearTimeout(timer)
    timer = undefined
  }
  const stop = () => {
    pause()
    signal?.removeEventListener('abort', begin)
  }
  if (signal?.aborted) begin()
  else signal?.addEventListener('abort', begin)
  const suspendedFor = async <T>(work: () => Promise<T>): Promise<T> => {
    suspended = true
    pause()
    try {
      return await work()
    } finally {
      suspended = false
      if (begun) begin()
    }
  }
  return { begin, stop, suspendedFor }
}
