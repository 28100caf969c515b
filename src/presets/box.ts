/**
 * Where data rests between visits: a few named values, changed in transactions. IndexedDB through
 * idb-keyval, or memory where the browser forbids storage. Knows nothing of presets.
 */
import { createStore, promisifyRequest } from 'idb-keyval'

/** One transaction: what is read stays true until what is written has been written. */
export interface Shelf {
  read(key: string): Promise<unknown>
  write(key: string, value: unknown): void
  keys(): Promise<string[]>
}

export interface Box {
  /** Runs `work` in a transaction that no other tab can interleave with. */
  transact<T>(work: (shelf: Shelf) => Promise<T>): Promise<T>
}

/** Rejects at the first use where the browser has no IndexedDB or blocks it. */
export function indexedDbBox(databaseName = 'portal-flasher'): Box {
  let useStore: ReturnType<typeof createStore> | undefined
  return {
    async transact(work) {
      useStore ??= createStore(databaseName, 'kept')
      return useStore('readwrite', async (store) => {
        const done = promisifyRequest(store.transaction)
        // A failed `work` rejects first; the transaction's own end must not be reported unhandled.
        done.catch(() => undefined)
        const result = await work({
          read: (key) => promisifyRequest<unknown>(store.get(key)),
          write: (key, value) => void store.put(value, key),
          keys: async () => (await promisifyRequest(store.getAllKeys())).map(String),
        })
        await done
        return result
      })
    },
  }
}

/** Lives as long as the page. Values are copied on the way in and out, as IndexedDB does. */
export function memoryBox(initial: Record<string, unknown> = {}): Box {
  const values = new Map(Object.entries(initial))
  let last: Promise<unknown> = Promise.resolve()
  const shelf: Shelf = {
    read: async (key) => structuredClone(values.get(key)),
    write: (key, value) => void values.set(key, structuredClone(value)),
    keys: async () => [...values.keys()],
  }
  return {
    transact(work) {
      const result = last.then(() => work(shelf))
      last = result.catch(() => undefined)
      return result
    },
  }
}
