/** `document.write` after the page was there, and `document.open`, take the listeners of the window away. */

/** @param listen adds them; again does nothing */
export function keepListening(listen: () => void): void {
  listen()
  for (const name of ['open', 'write', 'writeln'] as const) {
    const native = document[name] as (...all: unknown[]) => unknown
    const listening = function (this: Document, ...all: unknown[]) {
      const result = native.apply(this, all)
      listen()
      return result
    }
    Object.defineProperty(document, name, { value: listening, configurable: true, writable: true })
  }
}
