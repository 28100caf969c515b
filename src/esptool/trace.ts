/**
 * The last exchanges with the bootloader, for the report of a failure. Bounded, and only the head of
 * each frame: it shows the order of things, not the firmware.
 */
const keptEntries = 200
const shownBytes = 24

export class Trace {
  readonly #start = performance.now()
  #lines: string[] = []

  note(text: string): void {
    const atMs = Math.round(performance.now() - this.#start)
    this.#lines.push(`${atMs} ms ${text}`)
    if (this.#lines.length > keptEntries) this.#lines.shift()
  }

  frame(direction: '→' | '←', frame: Uint8Array): void {
    const head = Array.from(frame.subarray(0, shownBytes), (byte) =>
      byte.toString(16).padStart(2, '0'),
    )
    this.note(`${direction} ${frame.length} bytes: ${head.join(' ')}`)
  }

  /** Oldest first. */
  lines(): string[] {
    return [...this.#lines]
  }
}
