/**
 * Something of the page whose code is loaded when it is needed for the first time. A component that is loaded
 * early this way is shown in the same frame as what it belongs to; `{#await import()}` would show it a frame
 * later, and everything below would move twice.
 */
import { loadOnce } from '../async/load-once'

export class Lazy<T> {
  #value = $state.raw<T>()
  /** What did not load is tried again the next time. */
  readonly load: () => Promise<T>

  constructor(start: () => Promise<T>) {
    this.load = loadOnce(async () => (this.#value = await start()))
  }

  /** Undefined until it is loaded. */
  get value(): T | undefined {
    return this.#value
  }
}
