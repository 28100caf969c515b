/**
 * What is open on the page and would be lost or left out if the page went on: a form, a secret that is
 * shown once. Whoever is about to go on asks here first. Keeps no data itself.
 */
export interface Work {
  /** Brings it to an end that loses nothing; false, and says why, if a person has to decide. */
  settle?(): boolean
  /** True while closing the tab would lose something. */
  isUnsaved?(): boolean
}

export class OpenWork {
  readonly #all = new Set<Work>()

  /** @returns what takes it away again */
  add(work: Work): () => void {
    this.#all.add(work)
    return () => void this.#all.delete(work)
  }

  /** True if the page may go on. The first that may not is the one that speaks. */
  settle(): boolean {
    return [...this.#all].every((work) => work.settle?.() ?? true)
  }

  get isUnsaved(): boolean {
    return [...this.#all].some((work) => work.isUnsaved?.())
  }
}

/** Of this page. */
export const openWork = new OpenWork()
