/**
 * Whether what a board says is text at all: at a wrong baud rate hardly a byte is, and goes on not to be.
 * Looks at a sample of what passes, so that a flood costs nothing. Knows no terminal.
 */

/** A boot is some hundred bytes of noise at this console's rate, and then comes text. */
const windowLength = 2048
/** What was taken for noise was a boot log, or several: the next lines take that back. */
const windowBackLength = 256
const sampleBytes = 256
const textShare = 0.7
/** What is not UTF-8, and control characters that no console uses. */
// eslint-disable-next-line no-control-regex -- that is what is looked for
const notText = /[\ufffd\0-\x07\x0e-\x1a\x1c-\x1f\x7f]/g

export class Legibility {
  #garbled = false
  #seen = 0
  #text = 0

  constructor(private readonly onChange: (garbled: boolean) => void) {}

  push(bytes: Uint8Array): void {
    const sample = new TextDecoder().decode(bytes.subarray(0, sampleBytes))
    this.#seen += sample.length
    this.#text += sample.length - (sample.match(notText)?.length ?? 0)
    if (this.#seen < (this.#garbled ? windowBackLength : windowLength)) return
    const garbled = this.#text < this.#seen * textShare
    this.#seen = this.#text = 0
    if (garbled !== this.#garbled) this.onChange((this.#garbled = garbled))
  }
}
