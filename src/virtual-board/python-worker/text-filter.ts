/** Filters for text that the WebAssembly port prints differently from the chip. */

/** Changes a stream of bytes that comes in pieces of any size. */
export interface Filter {
  /** Takes the next bytes; returns those that can go on now. */
  push(bytes: Uint8Array): Uint8Array
  /** Ends the stream; returns the bytes that were held back. */
  end(): Uint8Array
}

const nothing = new Uint8Array(0)

/** Replaces every occurrence of a text, in whatever pieces it comes. */
export class Replace implements Filter {
  readonly #from: Uint8Array
  readonly #to: Uint8Array
  #held: number[] = []

  constructor(from: string, to: string) {
    this.#from = new TextEncoder().encode(from)
    this.#to = new TextEncoder().encode(to)
  }

  push(bytes: Uint8Array): Uint8Array {
    const out: number[] = []
    for (const byte of bytes) {
      this.#held.push(byte)
      while (this.#held.some((held, i) => held !== this.#from[i])) out.push(this.#held.shift() ?? 0)
      if (this.#held.length === this.#from.length) {
        out.push(...this.#to)
        this.#held = []
      }
    }
    return Uint8Array.from(out)
  }

  end(): Uint8Array {
    return Uint8Array.from(this.#held.splice(0))
  }
}

/** Replaces the first `count` bytes by `prefix`. */
export class ReplaceStart implements Filter {
  #left: number

  constructor(
    count: number,
    private prefix: Uint8Array = nothing,
  ) {
    this.#left = count
  }

  push(bytes: Uint8Array): Uint8Array {
    const rest = bytes.subarray(Math.min(this.#left, bytes.length))
    this.#left -= bytes.length - rest.length
    if (this.#left > 0) return nothing
    const prefix = this.prefix
    this.prefix = nothing
    return Uint8Array.of(...prefix, ...rest)
  }

  end(): Uint8Array {
    return nothing
  }
}

/** Two filters, one after the other. */
export class Chain implements Filter {
  constructor(
    private readonly first: Filter,
    private readonly second: Filter,
  ) {}

  push(bytes: Uint8Array): Uint8Array {
    return this.second.push(this.first.push(bytes))
  }

  end(): Uint8Array {
    const last = this.second.push(this.first.end())
    return Uint8Array.of(...last, ...this.second.end())
  }
}
