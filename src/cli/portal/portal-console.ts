/**
 * Merges two sources into one output: what the board prints, as it comes, and events around it, each in a line
 * of its own that never splits a line of the board.
 */
const newline = 10
/** A line that has not ended by then is a prompt, and waits for somebody. */
const idleMs = 100

export class PortalConsole {
  readonly #write: (bytes: Uint8Array) => void
  #atLineStart = true
  #waiting: string[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(write: (bytes: Uint8Array) => void) {
    this.#write = write
  }

  print(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    const end = bytes.lastIndexOf(newline) + 1
    this.#put(bytes.subarray(0, end))
    if (this.#atLineStart) this.flush()
    this.#put(bytes.subarray(end))
  }

  /** @param who in brackets before it */
  tell(text: string, who = 'portal'): void {
    this.#waiting.push(`[${who}] ${text}\n`)
    if (this.#atLineStart) this.flush()
    else this.#timer ??= setTimeout(() => this.flush(), idleMs)
  }

  #put(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    this.#write(bytes)
    this.#atLineStart = bytes.at(-1) === newline
  }

  /** What has been told waits for no line of the board any more; before the process ends. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#waiting.length === 0) return
    const lines = this.#waiting.splice(0).join('')
    this.#put(new TextEncoder().encode(this.#atLineStart ? lines : `\n${lines}`))
  }
}
