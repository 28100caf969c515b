/**
 * What is open on the page and not saved: a form, a secret that is shown once. Ask here before going on to
 * another step. Keeps no data itself.
 */
export interface Unsaved {
  /** Saves or closes it; false if a person has to decide first, which it then shows. */
  settle?(): boolean
  /** True while closing the tab would lose something. */
  isUnsaved?(): boolean
}

export class UnsavedWork {
  readonly #all = new Set<Unsaved>()

  /** @returns removes it again */
  add(work: Unsaved): () => void {
    this.#all.add(work)
    return () => void this.#all.delete(work)
  }

  /** True if the page may go on. Stops at the first that needs a decision. */
  settle(): boolean {
    return [...this.#all].every((work) => work.settle?.() ?? true)
  }

  get isUnsaved(): boolean {
    return [...this.#all].some((work) => work.isUnsaved?.())
  }
}

/** The one of this page. */
export const unsavedWork = new UnsavedWork()
