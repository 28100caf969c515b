/**
 * Hands chunks to listeners, and keeps what arrives while there is none, so that bytes between two
 * owners of a link are not lost. Bounded: a board may print for hours to nobody.
 */
const limitBytes = 64 * 1024

export class Backlog {
  readonly #listeners = new Set<(bytes: Uint8Array) => void>()
  #kept: Uint8Array[] = []
  #keptBytes = 0

  push(bytes: Uint8Array): void {
    if (this.#listeners.size === 0) return this.#keep(bytes)
    this.#flush()
    this.#deliver(bytes)
  }

  subscribe(listener: (bytes: Uint8Array) => void): () => void {
    // Wrapped, so that the same function may subscribe twice.
    const own = (bytes: Uint8Array) => listener(bytes)
    this.#listeners.add(own)
    // Not at once: the listener may want to end the subscription that it does not have yet.
    queueMicrotask(() => this.#flush())
    return () => void this.#listeners.delete(own)
  }

  #flush() {
    if (this.#listeners.size === 0) return
    const kept = this.#kept
    this.#kept = []
    this.#keptBytes = 0
    kept.forEach((bytes) => this.push(bytes))
  }

  /** One listener's defect must neither reach the others nor end the reading. */
  #deliver(bytes: Uint8Array) {
    for (const listener of [...this.#listeners]) {
      try {
        listener(bytes)
      } catch (error) {
        reportError(error)
      }
    }
  }

  #keep(bytes: Uint8Array) {
    this.#kept.push(bytes)
    this.#keptBytes += bytes.length
    while (this.#keptBytes > limitBytes && this.#kept.length > 1) {
      this.#keptBytes -= this.#kept.shift()?.length ?? 0
    }
  }
}
