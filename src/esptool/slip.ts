/**
 * SLIP frames, RFC 1055, as the bootloader speaks them: 0xc0 around each frame. Knows no commands.
 * https://docs.espressif.com/projects/esptool/en/latest/esp8266/advanced-topics/serial-protocol.html
 */
const end = 0xc0
const escape = 0xdb
const escapedEnd = 0xdc
const escapedEscape = 0xdd

/** Longer than any frame of the protocol; what exceeds it is noise. */
const maxFrameBytes = 0x8000

/** One frame, delimited at both ends. */
export function slipEncode(payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(2 * payload.length + 2)
  let length = 0
  out[length++] = end
  for (const byte of payload) {
    if (byte === end || byte === escape) {
      out[length++] = escape
      out[length++] = byte === end ? escapedEnd : escapedEscape
    } else out[length++] = byte
  }
  out[length++] = end
  return out.slice(0, length)
}

/**
 * Cuts a stream into frames. Every 0xc0 is taken as a border, so that noise before a frame or a lost
 * border costs one frame and not all that follow; empty frames do not count.
 */
export class SlipDecoder {
  #frame = new Uint8Array(256)
  #length = 0
  #escaping = false
  #damaged = false

  constructor(private readonly onFrame: (frame: Uint8Array) => void) {}

  push(bytes: Uint8Array): void {
    for (const byte of bytes) this.#pushByte(byte)
  }

  reset(): void {
    this.#length = 0
    this.#escaping = this.#damaged = false
  }

  #pushByte(byte: number) {
    if (byte === end) this.#finish()
    else if (this.#escaping) this.#unescape(byte)
    else if (byte === escape) this.#escaping = true
    else this.#append(byte)
  }

  #unescape(byte: number) {
    this.#escaping = false
    if (byte === escapedEnd) this.#append(end)
    else if (byte === escapedEscape) this.#append(escape)
    else this.#damaged = true
  }

  #append(byte: number) {
    if (this.#length === this.#frame.length) this.#grow()
    this.#frame[this.#length++] = byte
    if (this.#length > maxFrameBytes) {
      this.#length = 0
      this.#damaged = true
    }
  }

  #grow() {
    const larger = new Uint8Array(2 * this.#frame.length)
    larger.set(this.#frame)
    this.#frame = larger
  }

  #finish() {
    const whole = this.#length > 0 && !this.#damaged && !this.#escaping
    const frame = whole ? this.#frame.slice(0, this.#length) : undefined
    this.reset()
    if (frame) this.onFrame(frame)
  }
}
