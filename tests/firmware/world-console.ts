/**
 * The world's end of the board's console, as UART and MicroPython's ESP8266 port treat it (ports/esp8266/uart.c):
 * the interrupt takes Ctrl-C out of what comes while `micropython.kbd_intr` names it, and the ring for the rest
 * loses what does not fit.
 */
const POLLIN = 1
/** `stdin_ringbuf` of the oldest versions has 256 places; one always stays free. */
const ringBytes = 255

export class WorldConsole {
  interruptCharacter = 3
  /** What came and was not read yet. */
  readonly #ring: number[] = []

  /**
   * @param onInterrupt  Ctrl-C has come
   * @param onBlock      Python reads where there is nothing: on the chip it would wait for ever
   */
  constructor(
    private readonly onInterrupt: () => void,
    private readonly onBlock: () => void,
  ) {}

  /** Bytes arrive at the board's UART. */
  send(bytes: Iterable<number>): void {
    for (const byte of bytes) {
      if (byte === this.interruptCharacter) this.onInterrupt()
      else if (this.#ring.length < ringBytes) this.#ring.push(byte)
    }
  }

  /** For `sys.stdin`; null ends a read. */
  take(): number | null {
    if (!this.#ring.length) this.onBlock()
    return this.#ring.shift() ?? null
  }

  get waiting(): number {
    return this.#ring.length
  }

  /** Fills in the events of descriptor 0, four bytes for each entry; true if there was any. */
  ready(entries: Uint8Array): boolean {
    let any = false
    for (let at = 0; at + 3 < entries.length; at += 4) {
      if (entries[at] || entries[at + 1] || !this.#ring.length) continue
      entries[at + 3] = (entries[at + 2] ?? 0) & POLLIN
      any ||= entries[at + 3] !== 0
    }
    return any
  }
}
