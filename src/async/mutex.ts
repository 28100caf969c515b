/** One at a time, first come first served. A holder that fails does not block the next. */
export class Mutex {
  #tail: Promise<unknown> = Promise.resolve()

  /** Runs `task` when all earlier ones have ended; gives its result or its rejection. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(task, task)
    this.#tail = result.catch(() => undefined)
    return result
  }
}
