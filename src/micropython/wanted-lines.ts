/**
 * Lines out of a stream of which hardly any is of interest: what is not wanted is passed over chunk by chunk, so
 * that a flood costs next to nothing. See line-splitter.ts for where each line counts.
 */

/** Of a line that is not complete yet; of a longer one the end is kept. */
const mostOpenChars = 1024

export class WantedLines {
  readonly #decoder = new TextDecoder()
  #open = ''

  /**
   * @param isWanted gets all that came since the last line's end
   * @returns the lines that `bytes` completes, without their ends, if that is wanted; none otherwise
   */
  push(bytes: Uint8Array, isWanted: (text: string) => boolean): string[] {
    const text = this.#open + this.#decoder.decode(bytes, { stream: true })
    const end = text.lastIndexOf('\n')
    this.#open = text.slice(end + 1).slice(-mostOpenChars)
    if (end < 0 || !isWanted(text)) return []
    return text
      .slice(0, end)
      .split('\n')
      .map((line) => line.replace(/\r$/, ''))
  }
}
