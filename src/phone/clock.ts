/** Time as the phone needs it; the clock of a virtual board has this shape, and so do those of tests. */
export interface PhoneClock {
  /** Milliseconds since some moment. */
  now(): number
  /** Calls `fn` once after `ms` milliseconds; returns a function that cancels it. */
  after(ms: number, fn: () => void): () => void
}

export const systemClock: PhoneClock = {
  now: () => performance.now(),
  after: (ms, fn) => {
    const timer = setTimeout(fn, ms)
    return () => clearTimeout(timer)
  },
}

export interface UntilOptions {
  clock: PhoneClock
  /** On `clock`. */
  deadlineMs: number
  onTimeout: () => Error
  signal?: AbortSignal
}

/**
 * `promise`, or a rejection at the deadline or when `signal` is aborted (then with its reason). The promise itself
 * goes on: whoever started it ends it.
 */
export function until<T>(promise: Promise<T>, options: UntilOptions): Promise<T> {
  const { clock, deadlineMs, onTimeout, signal } = options
  return new Promise<T>((resolve, reject) => {
    const settle = (finish: () => void) => {
      stopTimer()
      signal?.removeEventListener('abort', onAbort)
      finish()
    }
    const onAbort = () => settle(() => reject(signal?.reason))
    const stopTimer = clock.after(Math.max(0, deadlineMs - clock.now()), () =>
      settle(() => reject(onTimeout())),
    )
    signal?.addEventListener('abort', onAbort)
    if (signal?.aborted) onAbort()
    promise.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error)),
    )
  })
}

/** Resolves `ms` from now; rejects with the signal's reason when it is aborted before, so that a loop ends with it. */
export function pause(clock: PhoneClock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      stopTimer()
      reject(signal?.reason)
    }
    const stopTimer = clock.after(Math.max(0, ms), () => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    })
    signal?.addEventListener('abort', onAbort, { once: true })
    if (signal?.aborted) onAbort()
  })
}
