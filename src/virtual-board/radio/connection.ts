/** One TCP connection, both ends of it: bytes in order, half-closes, a window, a reset. */

/** TCP window of lwIP on the chip (TCP_WND), in bytes: four segments of 536. */
export const windowBytes = 4 * 536

export class Connection {
  readonly #toBoard: Uint8Array[] = []
  readonly #toPeer: Uint8Array[] = []
  #waitingBytes = 0
  /** The phone will send nothing more. */
  peerDone = false
  /** False: the board has called, and nobody has answered yet. */
  isOpen = true
  /** The board has closed its end. */
  boardDone = false
  /** RST, from either side. */
  reset = false

  constructor(
    readonly peerAddress: string,
    readonly peerPort: number,
    private readonly changed: () => void,
  ) {}

  /** What the phone has sent and the board has not taken. */
  get unreadBytes(): number {
    return this.#toBoard.reduce((sum, { length }) => sum + length, 0)
  }

  get readableForBoard(): boolean {
    return this.#toBoard.length > 0 || this.peerDone
  }

  /** How much the board may send before the phone takes some. */
  get roomForBoard(): number {
    return this.isOpen ? windowBytes - this.#waitingBytes : 0
  }

  peerSends(bytes: Uint8Array): void {
    if (bytes.length) this.#toBoard.push(bytes.slice())
    this.changed()
  }

  /** At most `size` bytes; undefined if there is nothing to read. */
  boardTakes(size: number): Uint8Array | undefined {
    const first = this.#toBoard.shift()
    if (first && first.length > size) this.#toBoard.unshift(first.slice(size))
    if (first) this.changed() // the window opens
    return first?.slice(0, size)
  }

  /** How many bytes were taken; what does not fit the window must be sent again. */
  boardSends(bytes: Uint8Array): number {
    const taken = bytes.slice(0, Math.max(0, this.roomForBoard))
    if (taken.length) this.#toPeer.push(taken)
    this.#waitingBytes += taken.length
    this.changed()
    return taken.length
  }

  /** Everything that has come; opens the window again. */
  peerTakes(): Uint8Array[] {
    if (this.#waitingBytes === 0) return []
    this.#waitingBytes = 0
    const chunks = this.#toPeer.splice(0)
    this.changed()
    return chunks
  }

  end(which: 'peer' | 'board' | 'both'): void {
    if (which === 'peer') this.peerDone = true
    else if (which === 'board') this.boardDone = true
    else this.reset = true
    this.changed()
  }
}
