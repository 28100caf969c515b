/**
 * The end of patience with what does not hear of a cancel: runs `act` so long after `signal` was
 * aborted, unless `stop` comes first.
 */
export interface Countdown {
  /** Begins to count without a cancel, too: for whoever is leaving anyway. */
  begin(): void
  /** What was waited for has ended. */
  stop(): void
}

export function afterAbort(
  signal: AbortSignal | undefined,
  ms: number,
  act: () => unknown,
): Countdown {
  let timer: ReturnType<typeof setTimeout> | undefined
  const begin = () => void (timer ??= setTimeout(act, ms))
  const stop = () => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', begin)
  }
  if (signal?.aborted) begin()
  else signal?.addEventListener('abort', begin)
  return { begin, stop }
}
