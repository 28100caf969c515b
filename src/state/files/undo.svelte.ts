/** What was done last to a board's files, with the way back. Bounded: what was deleted is kept in memory. */

export interface UndoStep {
  what: 'deleted' | 'moved' | 'renamed'
  paths: readonly string[]
  /** Of what it keeps. */
  keptBytes: number
  undo: () => Promise<void>
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
