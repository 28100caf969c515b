/**
 * Whether the board stands at MicroPython's prompt, and which lines are entered there: read from what it
 * prints, so that a line counts as it stood on the screen, edited and completed, and one whose echo is off
 * (a password) does not. Pure.
 */
import { ScreenLine } from './screen-line'

/** `empty`: paste mode can begin; `typed`: something stands on the line, or it is one of several. */
export type PromptState = 'none' | 'empty' | 'typed'

const first = '>>> '
const continued = '... '
const LF = 0x0a
/** After that long, a line's end has nothing to do with the key. */
const enterMs = 5000
/** Of a chunk's last line; a prompt with the longest line that MicroPython takes is shorter. */
const mostBytes = 8192

export class Prompt {
  readonly #line = new ScreenLine()
  readonly #onEntered: (line: string) => void
  #decoder = new TextDecoder()
  #enters = 0
  #enteredMs = 0

  /** @param onEntered gets each line that a person entered at `>>>`, without the prompt */
  constructor(onEntered: (line: string) => void = () => undefined) {
    this.#onEntered = onEntered
  }

  get state(): PromptState {
    const { text } = this.#line
    // Not at its start: a program may have printed half a line before it ended.
    if (text.endsWith(first)) return 'empty'
    return text.startsWith(first) || text.startsWith(continued) ? 'typed' : 'none'
  }

  /** Enter was pressed so many times, at `ms`. */
  entered(count: number, ms: number): void {
    this.#enters = Math.min(64, this.#enters + count)
    this.#enteredMs = ms
  }

  /** What the board printed, at `ms`. Lines that nobody waits for cost nothing. */
  push(bytes: Uint8Array, ms: number): void {
    if (ms - this.#enteredMs > enterMs) this.#enters = 0
    let at = 0
    for (let end = bytes.indexOf(LF); end >= 0 && this.#enters > 0; end = bytes.indexOf(LF, at)) {
      this.#take(bytes.subarray(at, end))
      this.#finish()
      at = end + 1
    }
    const last = bytes.lastIndexOf(LF)
    if (last >= at) {
      this.#startLine()
      at = last + 1
    }
    this.#take(bytes.subarray(at))
  }

  #finish() {
    this.#enters--
    const { text } = this.#line
    this.#startLine()
    const line = text.startsWith(first) ? text.slice(first.length).trim() : ''
    if (line !== '') this.#onEntered(line)
  }

  #startLine() {
    this.#line.clear()
    this.#decoder = new TextDecoder()
  }

  #take(bytes: Uint8Array) {
    if (bytes.length > 0) {
      this.#line.push(this.#decoder.decode(bytes.subarray(0, mostBytes), { stream: true }))
    }
  }
}
