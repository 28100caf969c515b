/**
 * Puts the time before each line on its way to the terminal: as text of the stream, so that it stays with its
 * line however fast lines come and go. Knows no terminal.
 */
import { concatBytes } from '../../bytes/bytes'

const [LF, CR] = [0x0a, 0x0d]
const encoder = new TextEncoder()

/** "09:05:07.042", the reader's own time of day. */
export function clockTime(ms: number): string {
  const at = new Date(ms)
  const two = (value: number) => String(value).padStart(2, '0')
  const fraction = String(at.getMilliseconds()).padStart(3, '0')
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${fraction}`
}

/** Dim, and a space: 13 columns. */
const stampFor = (ms: number) => encoder.encode(`\x1b[2m${clockTime(ms)}\x1b[22m `)
const stampColumns = 13
/** A line that is written over from its start keeps its time. */
const pastStamp = encoder.encode(`\x1b[${stampColumns}C`)

export class LineStamps {
  #lineBegins = true
  /** The line has a stamp, and the cursor went back before it. */
  #returned = false
  #isStamped = false
  #stamp = new Uint8Array()
  #stampMs = NaN

  /** @returns `bytes` with a stamp before each line that begins in them, which is when they came: at `ms` */
  push(bytes: Uint8Array, ms: number): Uint8Array {
    const out: Uint8Array[] = []
    for (let at = 0; at < bytes.length;) {
      const end = partEnd(bytes, at)
      this.#before(bytes[at]!, ms, out)
      out.push(bytes.subarray(at, end))
      at = end
    }
    return concatBytes(out)
  }

  #before(byte: number, ms: number, out: Uint8Array[]) {
    if (byte === LF) {
      this.#lineBegins = true
      this.#returned = this.#isStamped = false
    } else if (byte === CR) this.#returned = this.#isStamped
    else if (this.#lineBegins) {
      out.push(this.#stampOf(ms))
      this.#lineBegins = this.#returned = false
      this.#isStamped = true
    } else if (this.#returned) {
      out.push(pastStamp)
      this.#returned = false
    }
  }

  #stampOf(ms: number) {
    if (ms !== this.#stampMs) this.#stamp = stampFor(ms)
    this.#stampMs = ms
    return this.#stamp
  }
}

/** Text up to the next CR or LF; each of those is a part of its own. */
function partEnd(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && bytes[at] !== LF && bytes[at] !== CR) at++
  return Math.max(at, from + 1)
}
