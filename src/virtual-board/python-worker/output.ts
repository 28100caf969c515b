/** What Python prints, on its way to the UART: gathered into pieces, and held back when it floods. */

const pieceBytes = 256
/** So much may be under way before Python has to wait, as for a full UART. */
const aheadBytes = 4096

export class Output {
  /** Swallows what is printed, while the board sets itself up. */
  muted = false
  /** Swallows the next so many bytes. */
  skip = 0
  filter: ((bytes: Uint8Array) => Uint8Array) | undefined
  /** Python's "\n" goes out as CR LF, as the chip's `mp_hal_stdout_tx_strn_cooked` does it. */
  cooked = true
  #last = 0
  #eager = 0
  #gathered: number[] = []
  #ahead = 0
  #replacement: { from: string; to: string } | undefined

  constructor(
    private readonly post: (bytes: Uint8Array) => void,
    /** Blocks until everything posted has been sent. */
    private readonly drain: () => void,
  ) {}

  /** Replaces the next occurrence of a text: the banner's name of the machine. */
  replace(from: string, to: string): void {
    this.#replacement = { from, to }
  }

  text(value: string): void {
    this.write(new TextEncoder().encode(value))
  }

  write(bytes: Uint8Array): void {
    if (this.muted) return
    for (const byte of this.filter?.(bytes) ?? bytes) this.#gather(byte)
    if (this.#gathered.length >= pieceBytes || this.#eager > 0) this.flush()
    this.#eager = Math.max(0, this.#eager - bytes.length)
  }

  /**
   * The next two bytes go out at once: the end of the echoed line, or raw mode's OK, which must be
   * there even if the code behind it never prints and never ends.
   */
  beEager(): void {
    this.flush()
    this.#eager = 2
  }

  #gather(byte: number): void {
    if (this.skip > 0) {
      this.skip--
      return
    }
    if (byte === 10 && this.cooked && this.#last !== 13) this.#gathered.push(13)
    this.#gathered.push(byte)
    this.#last = byte
  }

  flush(): void {
    if (this.#gathered.length === 0) return
    const bytes = this.#replaced(Uint8Array.from(this.#gathered))
    this.#gathered = []
    this.post(bytes)
    this.#ahead += bytes.length
    if (this.#ahead < aheadBytes) return
    this.#ahead = 0
    this.drain()
  }

  #replaced(bytes: Uint8Array): Uint8Array {
    if (!this.#replacement) return bytes
    const { from, to } = this.#replacement
    const text = new TextDecoder().decode(bytes)
    if (!text.includes(from)) return bytes
    return new TextEncoder().encode(text.replaceAll(from, to))
  }
}
