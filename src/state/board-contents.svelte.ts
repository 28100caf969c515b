/** What a plan has found on the board at hand, for parts of the page that plan nothing themselves. */
import type { Survey } from '../provision/survey/found'

class BoardContents {
  #last = $state.raw<{ board: object; found: Survey }>()

  note(board: object, found: Survey): void {
    this.#last = { board, found }
  }

  /** Undefined until something is known of this very board. */
  of(board: object): Survey | undefined {
    return this.#last?.board === board ? this.#last.found : undefined
  }
}

/** The one of this page. */
export const boardContents = new BoardContents()
