/**
 * One TCP connection between the board and a peer (a phone, or a server that the board has connected to): bytes
 * in order, half-closes, lwIP's window, resets.
 */

/** TCP_MSS of lwIP on the chip, in bytes. */
export const segmentBytes = 536
/** TCP window of lwIP on the chip (TCP_WND), in bytes. */
export const windowBytes = 4 * segmentBytes

export class Connection {
  readonly #toBoard: Uint8Array[] = []
  readonly #toPeer: Uint8Array[] = []
  #waitingBytes = 0
  /** The peer has sent FIN. */
  peerDone = false
  /** False: the board has connected, and the peer has not accepted yet. */
  isOpen = true
  /** The board has sent FIN. */
  boardDone = false
  /** RST, from either side. */
  reset = false
  /** The board has lost its memory of the connection, with its power or by a reset: it sends no RST for it. */
  forgotten = false
  #watcher = () => {}

  constructor(
    readonly peerAddress: string,
    readonly peerPort: number,
    private readonly onChange: () => void,
  ) {}

  /** How many bytes the peer has sent and the board has not taken. */
  get unreadBytes(): number {
    return this.#toBoard.reduce((sum, { length }) => sum + length, 0)
  }

  get readableForBoard(): boolean {
    return this.#toBoard.length > 0 || this.peerDone
  }

  /** How many bytes the board may send before the peer takes some. */
  get roomForBoard(): number {
    return this.isOpen ? windowBytes - this.#waitingBytes : 0
  }

  peerSends(bytes: Uint8Array): void {
    if (bytes.length) this.#toBoard.push(bytes.slice())
    this.changed()
  }

  /** Returns at most `size` bytes; undefined if there is nothing to read. */
  boardTakes(size: number): Uint8Array | undefined {
    const first = this.#toBoard.shift()
    if (first && first.length > size) this.#toBoard.unshift(first.slice(size))
    if (first) this.changed() // the window opens
    return first?.slice(0, size)
  }

  /** Returns how many bytes were taken; what does not fit the window must be sent again. */
  boardSends(bytes: Uint8Array): number {
    const taken = bytes.slice(0, Math.max(0, this.roomForBoard))
    if (taken.length) this.#toPeer.push(taken)
    this.#waitingBytes += taken.length
    this.changed()
    return taken.length
  }

  /** Returns everything that the board has sent; opens the window again. */
  peerTakes(): Uint8Array[] {
    const chunks = this.transmit()
    this.acknowledge(chunks.reduce((sum, { length }) => sum + length, 0))
    return chunks
  }

  /** Takes what the board has sent onto the wire; the window stays as full as it is until `acknowledge`. */
  transmit(): Uint8Array[] {
    return this.#toPeer.splice(0)
  }

  /** The peer's acknowledgement of so many bytes has arrived. */
  acknowledge(count: number): void {
    if (count === 0) return
    this.#waitingBytes -= count
    this.changed()
  }

  /** Closing with received bytes unread, or receiving after that, makes lwIP send RST instead of FIN. */
  get closedUnread(): boolean {
    return this.boardDone && this.unreadBytes > 0
  }

  /** FIN of one end, or RST of both. */
  end(which: 'peer' | 'board' | 'both'): void {
    if (which === 'peer') this.peerDone = true
    else if (which === 'board') this.boardDone = true
    else this.reset = true
    this.changed()
  }

  forget(): void {
    this.forgotten = true
    this.changed()
  }

  /** Calls `watcher`, the peer's only one, after every change. */
  watch(watcher: () => void): void {
    this.#watcher = watcher
  }

  private changed(): void {
    this.onChange()
    this.#watcher()
  }
}
