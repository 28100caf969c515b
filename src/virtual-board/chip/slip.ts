/**
 * SLIP (RFC 1055, with a leading END) as the chip's ROM and the stub use it. A codec of the virtual board's own,
 * because it must not share code with what it tests.
 */

const END = 0xc0
const ESC = 0xdb
const ESC_END = 0xdc
const ESC_ESC = 0xdd

/** Returns `payload` as a frame between two END bytes. */
export function slipFrame(payload: Uint8Array): Uint8Array {
  const bytes: number[] = [END]
  for (const byte of payload) {
    if (byte === END) bytes.push(ESC, ESC_END)
    else if (byte === ESC) bytes.push(ESC, ESC_ESC)
    else bytes.push(byte)
  }
  bytes.push(END)
  return Uint8Array.from(bytes)
}

/**
 * Collects frames from a byte stream. Bytes outside frames are ignored, an empty frame is taken for
 * the start of the next one, a wrong escape drops the frame, as ROM and stub do.
 */
export class SlipDecoder {
  #bytes: number[] | undefined
  #escaped = false

  constructor(
    private readonly onFrame: (payload: Uint8Array) => void,
    private readonly maxBytes = 0x4000 + 64,
  ) {}

  push(byte: number): void {
    if (byte === END) this.#delimiter()
    else if (this.#escaped) this.#unescape(byte)
    else if (byte === ESC) this.#escaped = this.#bytes !== undefined
    else this.#put(byte)
  }

  #delimiter(): void {
    const bytes = this.#bytes
    this.#escaped = false
    if (!bytes?.length) {
      this.#bytes = []
      return
    }
    this.#bytes = undefined
    this.onFrame(Uint8Array.from(bytes))
  }

  #unescape(byte: number): void {
    this.#escaped = false
    if (byte === ESC_END) this.#put(END)
    else if (byte === ESC_ESC) this.#put(ESC)
    else this.#bytes = undefined
  }

  #put(byte: number): void {
    if (!this.#bytes) return
    if (this.#bytes.length >= this.maxBytes) this.#bytes = undefined
    else this.#bytes.push(byte)
  }
}
