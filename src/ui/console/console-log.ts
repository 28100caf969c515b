/**
 * What a console has shown, with the time at which each part came: bytes as they came, the oldest given up
 * first. From it time stamps are drawn and the saved file is made. Knows no terminal.
 */

export interface LogSegment {
  /** When the bytes came, in ms since 1970. */
  ms: number
  bytes: Uint8Array
}

interface Piece {
  buffer: Uint8Array
  sizeBytes: number
  /** Where in the buffer a time begins, and the time: two numbers each. */
  marks: number[]
}

const pieceBytes = 32 * 1024
/** Some 50,000 lines. */
const mostBytes = 4 * 1024 * 1024
/** What comes in crumbs gets the time of the crumb before, rather than cost more than it holds. */
const mostMarksPerPiece = 4096

export class ConsoleLog {
  readonly #mostBytes: number
  #pieces: Piece[] = []
  #sizeBytes = 0
  #isCut = false

  constructor(limitBytes = mostBytes) {
    this.#mostBytes = limitBytes
  }

  /** Bytes that are kept. */
  get sizeBytes(): number {
    return this.#sizeBytes
  }

  /** True when older bytes were given up: the first line that is kept may then be half a line. */
  get isCut(): boolean {
    return this.#isCut
  }

  push(bytes: Uint8Array, ms: number): void {
    for (let at = 0; at < bytes.length;) at += this.#append(bytes.subarray(at), ms)
    this.#sizeBytes += bytes.length
    while (this.#sizeBytes > this.#mostBytes && this.#pieces.length > 1) {
      this.#sizeBytes -= this.#pieces.shift()!.sizeBytes
      this.#isCut = true
    }
  }

  clear(): void {
    this.#pieces = []
    this.#sizeBytes = 0
    this.#isCut = false
  }

  /** Oldest first. @param lastBytes about so many, from the new end; by default all that is kept */
  *segments(lastBytes = Infinity): Generator<LogSegment> {
    let skip = Math.max(0, this.#sizeBytes - lastBytes)
    for (const piece of this.#pieces) {
      if (skip < piece.sizeBytes) yield* segmentsOf(piece, skip)
      skip = Math.max(0, skip - piece.sizeBytes)
    }
  }

  #append(bytes: Uint8Array, ms: number): number {
    const last = this.#pieces.at(-1)
    const piece = last && last.sizeBytes < pieceBytes ? last : newPiece()
    if (piece !== last) this.#pieces.push(piece)
    const isNew = piece.marks.at(-1) !== ms && piece.marks.length < 2 * mostMarksPerPiece
    if (isNew) piece.marks.push(piece.sizeBytes, ms)
    const taken = bytes.subarray(0, pieceBytes - piece.sizeBytes)
    piece.buffer.set(taken, piece.sizeBytes)
    piece.sizeBytes += taken.length
    return taken.length
  }
}

const newPiece = (): Piece => ({ buffer: new Uint8Array(pieceBytes), sizeBytes: 0, marks: [] })

function* segmentsOf({ buffer, sizeBytes, marks }: Piece, skip: number): Generator<LogSegment> {
  for (let at = 0; at < marks.length; at += 2) {
    const from = Math.max(skip, marks[at]!)
    const to = marks[at + 2] ?? sizeBytes
    if (from < to) yield { ms: marks[at + 1]!, bytes: buffer.subarray(from, to) }
  }
}
