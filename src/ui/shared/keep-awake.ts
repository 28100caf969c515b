/**
 * Keeps the screen on while a board is written: with it off, a phone stops the page. Browsers release the lock
 * whenever the page is hidden, so it is asked for again when it is seen. https://w3c.github.io/screen-wake-lock/
 * @returns a function that ends it
 */
export function keepAwake(page: Document = document): () => void {
  const ended = new AbortController()
  const { signal } = ended
  const ask = async () => {
    if (signal.aborted || page.visibilityState !== 'visible') return
    // Refused on a low battery, and missing in older browsers: the job goes on all the same.
    const lock = await navigator.wakeLock?.request('screen').catch(() => undefined)
    if (signal.aborted) return void lock?.release()
    signal.addEventListener('abort', () => void lock?.release(), { once: true })
  }
  page.addEventListener('visibilitychange', ask, { signal })
  void ask()
  return () => ended.abort()
}
