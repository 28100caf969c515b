/**
 * Bytes that arrive in any pieces → lines without their ends. Lines that are too long are dropped
 * whole: a flooding board costs no memory, and half a line is never taken for a whole one. Frames of Improv are
 * no lines.
 */
import { ImprovFilter } from '../improv/frame-filter'

const longestLineBytes = 1024
const LF = 0x0a

export class LineSplitter {
  #line: number[] = []
  #tooLong = false
  readonly #frames = new ImprovFilter()

  /** The lines that `bytes` completes, as UTF-8; damaged characters become U+FFFD. */
  push(bytes: Uint8Array): string[] {
    const lines: string[] = []
    for (const byte of this.#frames.push(bytes)) {
      if (byte !== LF) this.#add(byte)
      else lines.push(...this.#finish())
    }
    return lines
  }

  /** What has come of the line that is not complete yet. */
  get rest(): string {
    return decode(this.#line)
  }

  #add(byte: number) {
    if (this.#line.length >= longestLineBytes) this.#tooLong = true
    else this.#line.push(byte)
  }

  #finish(): string[] {
    const whole = this.#tooLong ? [] : [decode(this.#line).replace(/\r$/, '')]
    this.#line = []
    this.#tooLong = false
    return whole
  }
}

const decode = (bytes: number[]) => new TextDecoder().decode(Uint8Array.from(bytes))
