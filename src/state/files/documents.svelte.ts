/** The files that are open, as tabs, and the one in front. */
import type { OpenDocument } from './document.svelte'
import { isWithin } from './paths'

export class Documents {
  #list = $state.raw<readonly OpenDocument[]>([])
  #current = $state.raw<OpenDocument>()

  get list(): readonly OpenDocument[] {
    return this.#list
  }

  get current(): OpenDocument | undefined {
    return this.#current
  }

  get unsaved(): OpenDocument[] {
    return this.#list.filter((document) => document.holdsChanges)
  }

  find(path: string): OpenDocument | undefined {
    return this.#list.find((document) => document.path === path)
  }

  /** To the front; undefined: none, as on a phone that shows the tree. */
  show(document: OpenDocument | undefined): void {
    if (document && !this.#list.includes(document)) this.#list = [...this.#list, document]
    this.#current = document
  }

  /** Whatever it holds. */
  close(document: OpenDocument): void {
    const at = this.#list.indexOf(document)
    this.#list = this.#list.filter((one) => one !== document)
    if (this.#current === document) this.#current = this.#list[Math.min(at, this.#list.length - 1)]
  }

  moved(from: string, to: string): void {
    for (const document of this.#under(from)) document.moveTo(to + document.path.slice(from.length))
  }

  /** What was changed stays open, to be saved again; the rest closes. */
  removed(path: string): void {
    for (const document of this.#under(path)) {
      if (document.isUnsaved) document.removed()
      else this.close(document)
    }
  }

  /** The board is another one: what was changed stays open, as a file that is not on it; the rest closes. */
  disown(): void {
    for (const document of this.#list) {
      document.mayChangePortal = false
      this.removed(document.path)
    }
  }

  #under(path: string): OpenDocument[] {
    return this.#list.filter((document) => isWithin(document.path, path))
  }
}
