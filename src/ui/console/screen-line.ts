/**
 * One line of a board's output as it stands on the screen: what was taken back or written over is gone, colours
 * are left out. Enough of a terminal for MicroPython's line editor. Pure.
 */

/** As long as anybody reads or types; what is longer is cut. */
const mostColumns = 4096
/** Of a control sequence, as in control-filter.ts. */
const mostSequenceChars = 64

export class ScreenLine {
  #cells: string[] = []
  #column = 0
  /** Since an ESC. */
  #sequence: string | undefined

  /** Without spaces at its end that were never written. */
  get text(): string {
    return this.#cells.join('')
  }

  /** @param text no line feeds */
  push(text: string): void {
    for (const character of text) this.#take(character)
  }

  clear(): void {
    this.#cells = []
    this.#column = 0
    this.#sequence = undefined
  }

  #take(character: string) {
    if (character === '\x1b') this.#sequence = ''
    else if (this.#sequence !== undefined) this.#inSequence(character)
    else if (character === '\b') this.#column = Math.max(0, this.#column - 1)
    else if (character === '\r') this.#column = 0
    else if (character >= ' ' || character === '\t') this.#write(character)
  }

  #write(character: string) {
    if (character === '\x7f' || this.#column >= mostColumns) return
    while (this.#cells.length < this.#column) this.#cells.push(' ')
    this.#cells[this.#column++] = character
  }

  #inSequence(character: string) {
    const sequence = (this.#sequence += character)
    // A string (title, link) ends with BEL, or with ESC and a backslash.
    if (/^[\]PX^_]/.test(sequence)) {
      if (character === '\x07' || sequence.length > 1024) this.#sequence = undefined
      return
    }
    const final = sequence[0] === '[' ? /^\[[^@-~]*[@-~]$/ : /[0-~]$/
    const ended = final.test(sequence)
    if (!ended && sequence.length < mostSequenceChars) return
    this.#sequence = undefined
    if (ended) this.#carryOut(sequence)
  }

  #carryOut(sequence: string) {
    const [, digits = '', final = ''] = /^\[(\d{0,4})([CDGK])$/.exec(sequence) ?? []
    const count = Number(digits) || 1
    if (final === 'C') this.#column = Math.min(mostColumns, this.#column + count)
    else if (final === 'D') this.#column = Math.max(0, this.#column - count)
    else if (final === 'G') this.#column = Math.min(mostColumns, count - 1)
    else if (final === 'K') this.#erase(digits)
  }

  /** 0: to the end; 1: up to here; 2: all of it. */
  #erase(which: string) {
    if (which === '1') this.#cells.fill(' ', 0, this.#column + 1)
    else this.#cells.length = which === '2' ? 0 : Math.min(this.#cells.length, this.#column)
  }
}
