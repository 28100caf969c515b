/** What a person is asked before something happens to a board's files: one question at a time, with its answers. */

/** The answers that each takes; none of them: nothing shall happen. */
interface Answers {
  /** Files of these names are on the board. */
  replace: 'replace' | 'skip'
  /** The portal needs them. */
  portal: 'go-on'
  /** They cannot be brought back. */
  'delete-for-good': 'go-on'
  /** Changes in the editor are not on the board. */
  unsaved: 'save' | 'discard'
  /** It is another one on the board than when it was opened. */
  changed: 'overwrite' | 'reload'
  /** Beside the compiled file lies its source, which MicroPython takes first. */
  source: 'remove' | 'keep'
  /** The same of sources that were on the board before what is uploaded compiled. */
  shadowing: 'remove' | 'keep'
  /** Through the bootloader a part of the filesystem is written anew. */
  'planned-write': 'go-on'
  name: string
}

export type NamePurpose = 'new-file' | 'new-folder' | 'rename' | 'move' | 'own-app'

interface Details {
  replace: { paths: readonly string[] }
  portal: { paths: readonly string[]; action: 'change' | 'move' | 'delete' }
  'delete-for-good': { paths: readonly string[]; why: 'secret' | 'too-large' | 'unreadable' }
  unsaved: { paths: readonly string[] }
  changed: { path: string }
  source: { path: string; compiled: string }
  shadowing: { paths: readonly string[] }
  'planned-write': object
  name: {
    purpose: NamePurpose
    /** What is in the field. */
    initial: string
    /** How many are moved, or what is renamed. */
    paths: readonly string[]
    /** In words; undefined if it can be called so. */
    problem: (typed: string) => string | undefined
  }
}

export type Kind = keyof Answers
export type Question = { [K in Kind]: { ask: K } & Details[K] }[Kind]

export class Questions {
  #open = $state.raw<{ question: Question; answer: (answer: unknown) => void }>()

  get open(): Question | undefined {
    return this.#open?.question
  }

  /** @returns undefined if it was closed without an answer */
  ask<K extends Kind>(ask: K, details: Details[K]): Promise<Answers[K] | undefined> {
    this.close()
    return new Promise((resolve) => {
      const question = { ask, ...details } as unknown as Question
      this.#open = { question, answer: (answer) => resolve(answer as Answers[K] | undefined) }
    })
  }

  answer<K extends Kind>(_of: K, answer: Answers[K]): void {
    this.#end(answer)
  }

  /** Nothing shall happen. */
  close(): void {
    this.#end(undefined)
  }

  #end(answer: unknown): void {
    const open = this.#open
    this.#open = undefined
    open?.answer(answer)
  }
}
