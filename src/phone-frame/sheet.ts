/** What a sign-in sheet does not have: windows, dialogs, storage that lasts, workers. */
export function patchSheet(): void {
  window.open = () => null
  window.print = () => {}
  Object.defineProperty(document, 'cookie', { get: () => '', set: () => {} })
  for (const name of ['localStorage', 'sessionStorage']) {
    Object.defineProperty(window, name, { value: storage() })
  }
}

/** For as long as the page is open. */
function storage(): Storage {
  const items = new Map<string, string>()
  const methods = {
    getItem: (key: string) => items.get(String(key)) ?? null,
    setItem: (key: string, value: string) => void items.set(String(key), String(value)),
    removeItem: (key: string) => void items.delete(String(key)),
    clear: () => items.clear(),
    key: (index: number) => [...items.keys()][index] ?? null,
  }
  return new Proxy(Object.create(null), {
    get: (_, key) => {
      if (key === 'length') return items.size
      return typeof key === 'string' ? (Reflect.get(methods, key) ?? items.get(key)) : undefined
    },
    set: (_, key, value) => (items.set(String(key), String(value)), true),
    deleteProperty: (_, key) => (items.delete(String(key)), true),
    has: (_, key) => items.has(String(key)),
    ownKeys: () => [...items.keys()],
    getOwnPropertyDescriptor: (_, key) =>
      items.has(String(key))
        ? { configurable: true, enumerable: true, writable: true, value: items.get(String(key)) }
        : undefined,
  })
}
