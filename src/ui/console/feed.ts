/**
 * Between a board that talks as fast as it likes and a terminal that draws: one write at a time, each
 * waiting for the one before, and a bounded queue. What does not fit is dropped from the old end and
 * counted, so a flood costs neither memory nor the page's attention. Knows no terminal.
 */
import m from '../../messages/compiled/console'

/** Draws one piece, then calls `done`. */
export type Draw = (bytes: Uint8Array, done: () => void) => void

/** One piece is drawn well within a frame. */
const pieceBytes = 8 * 1024
interface Piece {
  /** Of `pieceBytes`, so that what comes in crumbs is not kept as crumbs, each with its own cost. */
  buffer: Uint8Array
  sizeBytes: number
}

/** More than the terminal's scrollback can hold anyway. */
const queueBytes = 512 * 1024

export class Feed {
  #draw: Draw
  #limitBytes: number
  #queue: Piece[] = []
  #queuedBytes = 0
  #skippedBytes = 0
  #drawing = false

  constructor(draw: Draw, limitBytes = queueBytes) {
    this.#draw = draw
    this.#limitBytes = limitBytes
  }

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) at += this.#append(bytes.subarray(at))
    this.#queuedBytes += bytes.length
    while (this.#queuedBytes > this.#limitBytes && this.#queue.length > 1) this.#skipOldest()
    this.#drawNext()
  }

  clear(): void {
    this.#queue = []
    this.#queuedBytes = 0
    this.#skippedBytes = 0
  }

  /** Fills the last piece, or begins one; returns how many bytes it took. */
  #append(bytes: Uint8Array): number {
    const last = this.#queue.at(-1)
    const piece =
      last && last.sizeBytes < pieceBytes
        ? last
        : { buffer: new Uint8Array(pieceBytes), sizeBytes: 0 }
    const taken = bytes.subarray(0, pieceBytes - piece.sizeBytes)
    piece.buffer.set(taken, piece.sizeBytes)
    piece.sizeBytes += taken.length
    if (piece !== last) this.#queue.push(piece)
    return taken.length
  }

  #skipOldest() {
    const { sizeBytes = 0 } = this.#queue.shift() ?? {}
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
    if (!piece) return undefined
    this.#queuedBytes -= piece.sizeBytes
    return piece.buffer.subarray(0, piece.sizeBytes)
  }

  /** Stands where something is missing. Resets colours, which a cut may have left on. */
  #takeNote() {
    if (this.#skippedBytes === 0) return undefined
    const kilobytes = String(Math.ceil(this.#skippedBytes / 1024))
    this.#skippedBytes = 0
    return new TextEncoder().encode(`\x1b[0m\r\n${m.skipped({ kilobytes })}\r\n`)
  }
}
