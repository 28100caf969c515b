/**
 * Takes the frames of the stand-in modules out of tracebacks: on the chip that code is C, which has
 * no frames. Goes by MicroPython's own pieces (`mp_obj_print_exception` in py/obj.c), so that nothing
 * is held back but the beginning of a frame.
 */
import type { Filter } from './text-filter'

/** Where stand-ins.ts puts its modules. */
const ownFile = '/stand-ins/'
const frame = '  File "'
const LF = 10
const nothing = new Uint8Array(0)
const encode = (text: string) => new TextEncoder().encode(text)
const [frameBytes, ownBytes] = [encode(frame), encode(frame + ownFile)]

export class TracebackFilter implements Filter {
  /** The beginning of a line that may be a frame of ours. */
  #held: number[] = []
  #isOwn = false
  #atLineStart = true

  push(bytes: Uint8Array): Uint8Array {
    const isFrame = this.#held.length > 0 || this.#isOwn || this.#mayBeFrame(bytes)
    if (!isFrame) return this.#pass(bytes)
    const out: number[] = []
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!
      if (this.#isOwn) this.#isOwn = byte !== LF
      else if (!this.#atLineStart && this.#held.length === 0) this.#emit(out, byte)
      else this.#hold(out, byte)
    }
    return Uint8Array.from(out)
  }

  end(): Uint8Array {
    return this.#held.length > 0 ? this.#pass(Uint8Array.from(this.#held.splice(0))) : nothing
  }

  /** A line that begins with less than a whole `  File "` in one piece is no frame. */
  #mayBeFrame(bytes: Uint8Array): boolean {
    for (let at = this.#atLineStart ? 0 : bytes.indexOf(LF) + 1; ;) {
      if (at === 0 && !this.#atLineStart) return false
      if (frameBytes.every((byte, i) => bytes[at + i] === byte)) return true
      at = bytes.indexOf(LF, at) + 1
      if (at === 0) return false
    }
  }

  #hold(out: number[], byte: number): void {
    this.#held.push(byte)
    if (byte === ownBytes[this.#held.length - 1]) {
      if (this.#held.length < ownBytes.length) return
      this.#held = []
      this.#isOwn = true
      this.#atLineStart = true
    } else for (const one of this.#held.splice(0)) this.#emit(out, one)
  }

  #emit(out: number[], byte: number): void {
    out.push(byte)
    this.#atLineStart = byte === LF
  }

  #pass(bytes: Uint8Array): Uint8Array {
    if (bytes.length > 0) this.#atLineStart = bytes.at(-1) === LF
    return bytes
  }
}
