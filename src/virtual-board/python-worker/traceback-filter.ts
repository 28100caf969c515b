/**
 * Removes the frames of the stand-in modules from tracebacks: on the chip that code is C, which has no frames.
 * Relies on the pieces in which MicroPython prints (`mp_obj_print_exception` in py/obj.c), so that only the
 * beginning of a frame is held back.
 */
import type { Filter } from './text-filter'

/** Folder of the stand-in modules (stand-ins.ts). */
const ownFile = '/stand-ins/'
const frame = '  File "'
const LF = 10
const nothing = new Uint8Array(0)
const encode = (text: string) => new TextEncoder().encode(text)
const [frameBytes, ownBytes] = [encode(frame), encode(frame + ownFile)]

export class TracebackFilter implements Filter {
  /** The beginning of a line that may be a frame of a stand-in. */
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

  /** A frame begins with a whole `  File "` in one piece. */
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
