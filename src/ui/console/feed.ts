/**
 * Between a board that talks as fast as it likes and a terminal that draws: one write at a time, each
 * waiting for the one before, and a bounded queue. What does not fit is dropped from the old end and
 * counted, so a flood costs neither memory nor the page's attention. Knows no terminal.
 */

/** Draws one piece, then calls `done`. */
export type Draw = (bytes: Uint8Array, done: () => void) => void

/** One piece is drawn well within a frame. */
const pieceBytes = 8 * 1024
/** More than the terminal's scrollback can hold anyway. */
const queueBytes = 512 * 1024

export class Feed {
  #draw: Draw
  #limitBytes: number
  #queue: Uint8Array[] = []
  #queuedBytes = 0
  #skippedBytes = 0
  #drawing = false

  constructor(draw: Draw, limitBytes = queueBytes) {
    this.#draw = draw
    this.#limitBytes = limitBytes
  }

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      this.#queue.push(bytes.slice(at, at + pieceBytes))
    }
    this.#queuedBytes += bytes.length
    while (this.#queuedBytes > this.#limitBytes && this.#queue.length > 1) this.#skipOldest()
    this.#drawNext()
  }

  clear(): void {
    this.#queue = []
    this.#queuedBytes = 0
    this.#skippedBytes = 0
  }

  #skipOldest() {
    const sizeBytes = this.#queue.shift()?.length ?? 0
    this.#queuedBytes -= sizeBytes
    this.#skippedBytes += sizeBytes
  }

  #drawNext() {
    if (this.#drawing) return
    const piece = this.#takeNote() ?? this.#takePiece()
    if (!piece) return
    this.#drawing = true
    this.#draw(piece, () => {
      this.#drawing = false
      this.#drawNext()
    })
  }

  #takePiece() {
    const piece = this.#queue.shift()
    this.#queuedBytes -= piece?.length ?? 0
    return piece
  }

  /** Stands where something is missing. Resets colours, which a cut may have left on. */
  #takeNote() {
    if (this.#skippedBytes === 0) return undefined
    const kilobytes = Math.ceil(this.#skippedBytes / 1024)
    this.#skippedBytes = 0
    return new TextEncoder().encode(`\x1b[0m\r\n… ${kilobytes} KB too fast to show …\r\n`)
  }
}
