/**
 * Storage of this tab alone, which outlives a reload. Written at once, not in a transaction: a tab may
 * be gone with the next key. Where the browser forbids it, nothing is kept.
 */
export interface TabStorage {
  /** What was written, as parsed JSON; undefined if it is none. */
  read(): unknown
  /** @param value undefined: forget it */
  write(value: unknown): void
}

export const tabStorage = (key: string): TabStorage => ({
  read() {
    try {
      const text = sessionStorage.getItem(key)
      return text === null ? undefined : (JSON.parse(text) as unknown)
    } catch {
      return undefined
    }
  },
  write(value) {
    try {
      if (value === undefined) sessionStorage.removeItem(key)
      else sessionStorage.setItem(key, JSON.stringify(value))
    } catch {
      // Forbidden or full: the draft lives as long as the page.
    }
  },
})
