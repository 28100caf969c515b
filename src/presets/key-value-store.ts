/**
 * Where data is stored between visits: a few named values, changed in transactions. IndexedDB, or memory where
 * the browser forbids storage. Knows nothing of presets.
 */
import { promisifyRequest } from 'idb-keyval'

/** One transaction: what is read stays true until what is written has been written. */
export interface Transaction {
  read(key: string): Promise<unknown>
  write(key: string, value: unknown): void
  keys(): Promise<string[]>
}

export interface KeyValueStore {
  /** Runs `work` in a transaction that no other tab can interleave with. */
  transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
}

const storeName = 'kept'

/**
 * Rejects at the first use where the browser has no IndexedDB or blocks it.
 * @param onNewer called when another tab wants to change the database's form: this page's connection makes
 *   way for it at once, and the next transaction opens a new one
 */
export function indexedDbStore(
  databaseName = 'portal-flasher',
  onNewer?: () => void,
): KeyValueStore {
  let connection: Promise<IDBDatabase> | undefined
  const forget = () => (connection = undefined)
  const open = async () => {
    const database = await openDatabase(databaseName)
    database.onclose = forget
    database.onversionchange = ({ newVersion }) => {
      forget()
      database.close()
      if (newVersion !== null) onNewer?.()
    }
    return database
  }
  return {
    async transact(work) {
      connection ??= open()
      connection.catch(forget)
      return transactOn(await connection, work)
    },
  }
}

/** Without a version: the one that is there, also if a newer page has raised it. */
function openDatabase(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name)
  request.onupgradeneeded = () => request.result.createObjectStore(storeName)
  return promisifyRequest(request)
}

async function transactOn<T>(
  database: IDBDatabase,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const transaction = database.transaction(storeName, 'readwrite')
  const store = transaction.objectStore(storeName)
  const done = promisifyRequest(transaction)
  // A failed `work` rejects first; the transaction's own end must not be reported unhandled.
  done.catch(() => undefined)
  const result = await work({
    read: (key) => promisifyRequest<unknown>(store.get(key)),
    write: (key, value) => void store.put(value, key),
    keys: async () => (await promisifyRequest(store.getAllKeys())).map(String),
  })
  await done
  return result
}

/** Lives as long as the page. Values are copied on the way in and out, as IndexedDB does. */
export function memoryStore(initial: Record<string, unknown> = {}): KeyValueStore {
  const values = new Map(Object.entries(initial))
  let last: Promise<unknown> = Promise.resolve()
  const transaction: Transaction = {
    read: async (key) => structuredClone(values.get(key)),
    write: (key, value) => void values.set(key, structuredClone(value)),
    keys: async () => [...values.keys()],
  }
  return {
    transact(work) {
      const result = last.then(() => work(transaction))
      last = result.catch(() => undefined)
      return result
    },
  }
}
