/**
 * Keys and pasted text on their way to a board. MicroPython's input ring holds 256 bytes and has no
 * flow control: more at once is silently cut. So long pastes go in small pieces, with the time that
 * the board needs to take each; a single key is never delayed behind nothing.
 */

/** Half of the ring, so that an echo or a running line has room beside it. */
const pieceBytes = 64
/** 64 bytes take 5.6 ms at 115,200 baud; MicroPython echoes and parses about as fast as it reads. */
const pauseMs = 20

export class Typist {
  #send: (bytes: Uint8Array) => Promise<void>
  #queue: Uint8Array[] = []
  #typing = false

  constructor(send: (bytes: Uint8Array) => Promise<void>) {
    this.#send = send
  }

  type(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      this.#queue.push(bytes.slice(at, at + pieceBytes))
    }
    if (!this.#typing) void this.#work()
  }

  /** Ctrl-C and friends: past everything that still waits, which is given up. */
  interrupt(bytes: Uint8Array): void {
    this.#queue = []
    this.type(bytes)
  }

  async #work(): Promise<void> {
    this.#typing = true
    for (let piece = this.#queue.shift(); piece; piece = this.#queue.shift()) {
      await this.#send(piece)
      if (this.#queue.length > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
    this.#typing = false
  }
}
