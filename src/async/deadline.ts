/**
 * Waiting with an end. Every wait of this project goes through here: a hard deadline that arriving
 * bytes do not restart, and an AbortSignal. Knows nothing of ports or boards.
 */

export interface WaitOptions {
  /** Cancels the wait; it then rejects with the signal's reason (an AbortError). */
  signal?: AbortSignal
}

export interface DeadlineOptions extends WaitOptions {
  /**
   * The life of what is waited on; ends the wait in the same way. Not joined to `signal` with
   * `AbortSignal.any`: each join leaves an entry on a signal that lives longer than the wait.
   */
  life?: AbortSignal
}

/**
 * `promise`, or a rejection with `onTimeout()` after `timeoutMs`. The promise itself goes on: whoever
 * started it must be able to stop it (a closed port, a cancelled reader).
 */
export function withDeadline<T>(
  promise: Promise<T>,
  timeoutMs: number,
  onTimeout: () => Error,
  { signal, life }: DeadlineOptions = {},
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const signals = [life, signal].filter((one) => one !== undefined)
    const settle = (finish: () => void) => {
      clearTimeout(timer)
      for (const one of signals) one.removeEventListener('abort', onAbort)
      finish()
    }
    const onAbort = () => settle(() => reject(signals.find((one) => one.aborted)?.reason))
    const timer = setTimeout(() => settle(() => reject(onTimeout())), timeoutMs)
    for (const one of signals) one.addEventListener('abort', onAbort)
    if (signals.some((one) => one.aborted)) onAbort()
    promise.then(
      (value) => settle(() => resolve(value)),
      (error) => settle(() => reject(error)),
    )
  })
}

/** `promise`, which has an end of its own, or a rejection with the signal's reason. The promise itself goes on. */
export function unlessAborted<T>(promise: Promise<T>, { signal }: WaitOptions): Promise<T> {
  if (!signal) return promise
  return new Promise<T>((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
    const stop = () => signal.removeEventListener('abort', onAbort)
    promise.then(resolve, reject).finally(stop)
  })
}

/** Resolves after `ms`; rejects with the signal's reason when it is aborted before. */
export function delay(ms: number, { signal }: WaitOptions = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', onAbort, { once: true })
    if (signal?.aborted) onAbort()
  })
}
