/**
 * Bytes of a board to numbers for a chart, in turns: however fast lines come, each turn reads no more of them
 * than the chart has room for.
 */
import { LineSplitter } from '../../../micropython/line-splitter'
import { mostSteps, Samples } from './samples'

export class NumberCollector {
  readonly samples = new Samples()
  readonly #lines = new LineSplitter()
  #waiting: string[] = []

  push(bytes: Uint8Array): void {
    this.#waiting.push(...this.#lines.push(bytes))
    // What is older would have left the chart again.
    if (this.#waiting.length > 2 * mostSteps) this.#waiting = this.#waiting.slice(-mostSteps)
  }

  /** @returns whether there is something new to draw */
  read(): boolean {
    const lines = this.#waiting.slice(-mostSteps)
    this.#waiting = []
    let isNew = false
    for (const line of lines) if (this.samples.push(line)) isNew = true
    return isNew
  }
}
