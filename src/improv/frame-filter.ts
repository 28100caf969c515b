/**
 * Takes whole frames of Improv Wi-Fi Serial (https://www.improv-wifi.com/serial/) out of what a board prints: they
 * are for programs, and carry the names of networks, which must not be read as the board's own lines. A frame
 * begins a line and has a right checksum; everything else passes.
 */
import { checksum, dataAt, frameHeader as header, type ImprovFrame } from './frame'

const [I, LF, CR] = [0x49, 0x0a, 0x0d]

export class ImprovFilter {
  /** What may become a frame, at most 265 bytes. */
  #held: number[] = []
  #lineBegins = true
  /** A frame was taken out, and the end of its line not yet. */
  #lineEndLeft = false

  /** @param onFrame called with each frame that is taken out */
  constructor(private readonly onFrame: (frame: ImprovFrame) => void = () => undefined) {}

  /** What passes of `bytes`, and of what was held back before. */
  push(bytes: Uint8Array): Uint8Array {
    if (!this.isHolding && !this.#lineEndLeft && !bytes.includes(I)) {
      if (bytes.length > 0) this.#lineBegins = bytes.at(-1) === LF
      return bytes
    }
    const passed: number[] = []
    for (const byte of bytes) this.#take(byte, passed)
    return Uint8Array.from(passed)
  }

  get isHolding(): boolean {
    return this.#held.length > 0
  }

  /** What is held back, because nothing followed for a while. */
  flush(): Uint8Array {
    const held = Uint8Array.from(this.#held)
    this.#held = []
    if (held.length > 0) this.#lineBegins = false
    return held
  }

  #take(byte: number, passed: number[]): void {
    if (this.#lineEndLeft) {
      this.#lineEndLeft = byte === CR
      if (byte === CR || byte === LF) return
    }
    if (this.isHolding || (this.#lineBegins && byte === I)) this.#hold(byte, passed)
    else this.#pass(byte, passed)
  }

  #pass(byte: number, passed: number[]): void {
    passed.push(byte)
    this.#lineBegins = byte === LF
  }

  #hold(byte: number, passed: number[]): void {
    const held = this.#held
    held.push(byte)
    const at = held.length - 1
    const possible = at < 7 ? byte === header[at] : at > 7 || (byte >= 1 && byte <= 4)
    const whole = at >= dataAt && at === dataAt + (held[8] ?? 0)
    if (possible && !whole) return
    this.#held = []
    if (whole && byte === checksum(held.slice(0, -1))) {
      this.#lineEndLeft = true
      this.onFrame({ type: held[7] ?? 0, data: Uint8Array.from(held.slice(dataAt, -1)) })
      return
    }
    this.#pass(held[0] ?? 0, passed)
    for (const one of held.slice(1)) this.#take(one, passed) // a frame may begin in there
  }
}
