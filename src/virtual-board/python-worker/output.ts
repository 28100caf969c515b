/** What Python prints, on its way to the UART: gathered into pieces, and held back when it floods. */

const pieceBytes = 256
/** So much may be under way before Python has to wait, as for a full UART. */
const aheadBytes = 4096

export class Output {
  /** Swallows what is printed, while the board sets itself up. */
  muted = false
  filter: ((bytes: Uint8Array) => Uint8Array) | undefined
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
    this.#gathered.push(...(this.filter?.(bytes) ?? bytes))
    if (this.#gathered.length >= pieceBytes) this.flush()
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
