/** Functions that want to be told of an event. */
export class Listeners<T> {
  readonly #listeners = new Set<(event: T) => void>()

  /** Returns a function that unsubscribes `listener`. */
  add(listener: (event: T) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(event: T): void {
    for (const listener of [...this.#listeners]) listener(event)
  }
}
