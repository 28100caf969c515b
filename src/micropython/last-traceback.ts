/** The place that the latest traceback ends at, for those who cannot point at a link. Pure. */
import { tracebackPlaces, type TracebackPlace } from './traceback-places'
import { WantedLines } from './wanted-lines'

const heading = 'Traceback (most recent call last):'

export class LastTraceback {
  readonly #lines = new WantedLines()
  readonly #onChange: (place: TracebackPlace | undefined) => void
  #isInside = false
  #place: TracebackPlace | undefined

  /** @param onChange gets the innermost place in a file; undefined when a program starts anew */
  constructor(onChange: (place: TracebackPlace | undefined) => void) {
    this.#onChange = onChange
  }

  push(bytes: Uint8Array): void {
    const mayTell = (text: string) => this.#isInside || text.includes(heading)
    for (const line of this.#lines.push(bytes, mayTell)) this.#read(line)
  }

  #read(line: string) {
    if (line.endsWith(heading)) {
      this.#isInside = true
      this.#place = undefined
    } else if (this.#isInside && line.startsWith('  ')) {
      const [found] = tracebackPlaces(line)
      if (found) this.#place = { file: found.file, line: found.line }
    } else if (this.#isInside) {
      this.#isInside = false
      this.#onChange(this.#place)
    }
  }
}
