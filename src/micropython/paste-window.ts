/**
 * The flow control of raw paste: the board grants windows, the host may send that many bytes. Pure
 * arithmetic, no waiting. Protocol: MicroPython docs, "MicroPython Interactive Interpreter Mode",
 * and `mp_reader_stdin_readbyte` in `shared/runtime/pyexec.c`.
 */

const WINDOW_FREED = 0x01
export const END_OF_DATA = 0x04

export class PasteWindow {
  #credit: number
  #ended = false

  /** @param windowBytes from the board's answer; it implies that one window is free. */
  constructor(readonly windowBytes: number) {
    this.#credit = windowBytes
  }

  /** The board wants no more: it has hit a syntax error, or confirms our own end. */
  get ended(): boolean {
    return this.#ended
  }

  /** How many bytes the board has room for. */
  get credit(): number {
    return this.#credit
  }

  /** One byte from the board; false if it has no place in this protocol. */
  receive(byte: number): boolean {
    if (byte === WINDOW_FREED) this.#credit += this.windowBytes
    else if (byte === END_OF_DATA) this.#ended = true
    else return false
    return true
  }

  /** How many of `wanted` bytes may be sent now; counts them as sent. */
  grant(wanted: number): number {
    const granted = this.#ended ? 0 : Math.min(wanted, this.#credit)
    this.#credit -= granted
    return granted
  }
}
