/**
 * @returns what calls `load` at most once at a time: every call gets the same promise, and after a failure the
 *   next one tries again. Whoever waits for it hears of the failure; whoever does not is not asked to.
 */
export function loadOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined
  return () => {
    if (!loading) {
      loading = load()
      loading.catch(() => (loading = undefined))
    }
    return loading
  }
}
