/**
 * A part of the page that is not in the first load. Once loaded it is shown in the same frame as what it
 * belongs to; an `{#await import()}` would show it a frame later, and everything below would move twice.
 */
export class LazyPart<Module> {
  #loaded = $state.raw<Module>()
  readonly #import: () => Promise<Module>

  constructor(load: () => Promise<Module>) {
    this.#import = load
  }

  /** Undefined until it is there. */
  get module(): Module | undefined {
    return this.#loaded
  }

  /** To be called early, and again where it is needed: the network may have been away. */
  load(): void {
    if (this.#loaded) return
    this.#import().then(
      (module) => (this.#loaded = module),
      () => undefined,
    )
  }
}
