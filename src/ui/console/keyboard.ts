/**
 * What is typed and pasted in a console, on its way to the board. Several lines that are pasted at the prompt
 * are somebody else's to ask about; to a program that does not stand at a prompt they go as they are.
 */
import { linesIn } from '../../micropython/paste-mode'
import type { Prompt } from './prompt'
import { Typist } from './typist'

const interrupt = '\x03'
/** Typed while lines are being pasted; nobody types more. */
const mostHeldChars = 4096

export class Keyboard {
  readonly #typist: Typist
  readonly #prompt: Prompt
  readonly #onSeveralLines: (text: string) => boolean
  readonly #encoder = new TextEncoder()
  /** Undefined unless the line is busy with a paste. */
  #held: string | undefined

  /** @param onSeveralLines true if it takes care of the text */
  constructor(
    send: (bytes: Uint8Array) => Promise<void>,
    prompt: Prompt,
    onSeveralLines: (text: string) => boolean = () => false,
  ) {
    this.#typist = new Typist(send)
    this.#prompt = prompt
    this.#onSeveralLines = onSeveralLines
  }

  /** Text as the terminal gives it: lines end with CR. */
  take(text: string): void {
    if (text === interrupt) return this.#typist.interrupt(this.#encoder.encode(text))
    if (this.#held !== undefined) this.#held = (this.#held + text).slice(0, mostHeldChars)
    else if (!this.#isTaken(text)) this.#type(text)
  }

  /** What is typed while `work` has the line follows when it is done; Ctrl-C goes through. */
  async meanwhile<T>(work: () => Promise<T>): Promise<T> {
    this.#held ??= ''
    try {
      return await work()
    } finally {
      const text = this.#held
      this.#held = undefined
      if (text) this.#type(text)
    }
  }

  #isTaken(text: string): boolean {
    if (this.#prompt.state === 'none' || linesIn(text) < 2) return false
    return this.#onSeveralLines(text)
  }

  #type(text: string) {
    const enters = text.split('\r').length - 1
    if (enters > 0) this.#prompt.entered(enters, Date.now())
    this.#typist.type(this.#encoder.encode(text))
  }
}
