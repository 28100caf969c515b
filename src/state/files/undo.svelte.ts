/** What was done last to a board's files, with the way back. Bounded: what was deleted is kept in memory. */

export interface UndoStep {
  what: 'deleted' | 'moved' | 'renamed'
  paths: readonly string[]
  /** Of what it keeps. */
  keptBytes: number
  /** @returns true if all of it is done; else it can be tried again, and goes on where it ended */
  undo: () => Promise<boolean>
}

const mostSteps = 10
/** Of all steps together; what is larger is deleted for good, after asking. */
export const mostKeptBytes = 512 * 1024

export class UndoSteps {
  #steps = $state.raw<readonly UndoStep[]>([])

  get last(): UndoStep | undefined {
    return this.#steps.at(-1)
  }

  /** The oldest go where it would be too much. */
  add(step: UndoStep): void {
    const steps = [...this.#steps, step].slice(-mostSteps)
    const kept = () => steps.reduce((sum, { keptBytes }) => sum + keptBytes, 0)
    while (steps.length > 1 && kept() > mostKeptBytes) steps.shift()
    this.#steps = steps
  }

  dismiss(step: UndoStep): void {
    this.#steps = this.#steps.filter((one) => one !== step)
  }

  clear(): void {
    this.#steps = []
  }
}
