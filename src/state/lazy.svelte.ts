/** Something of the page whose code is loaded when it is needed for the first time. */
export class Lazy<T> {
  readonly #start: () => Promise<T>
  #loading: Promise<T> | undefined
  #value = $state.raw<T>()

  constructor(start: () => Promise<T>) {
    this.#start = start
  }

  /** Undefined until it is loaded. */
  get value(): T | undefined {
    return this.#value
  }

  /** What did not load is tried again the next time. */
  load(): Promise<T> {
    this.#loading ??= this.#start().then((value) => (this.#value = value))
    this.#loading.catch(() => (this.#loading = undefined))
    return this.#loading
  }
}
