/**
 * The boot ROM speaks at 74,880 baud, so that at this console's 115,200 every reset begins with some
 * hundred bytes of noise. One quiet line stands for them. Never hides text: what reads like a word is
 * shown, and so is everything that is not known to be a boot log. Knows no terminal.
 */
import m from '../../messages/compiled/console'
import { bootNoise } from '../../micropython/boot-noise'

/** In the recorded logs, heard at the wrong rate, at most five printable bytes follow each other. */
const wordBytes = 8
/** The longest recorded boot has 930 bytes of noise. What goes on is no boot. */
const longestBytes = 4096
const signatureBytes = 4
const line = () => new TextEncoder().encode(`\x1b[2m${m.bootLog()}\x1b[22m\r\n`)
const lineBreak = new TextEncoder().encode('\r\n')
const [CR, LF, TAB] = [13, 10, 9]

const isText = (byte: number) =>
  (byte >= 0x20 && byte < 0x7f) || byte === CR || byte === LF || byte === TAB

export class QuietBoot {
  /** Shown last: the signature may be cut by a chunk's end. */
  #shown: number[] = []
  #isNoise = false
  #noiseBytes = 0
  /** Printable, but not a word yet. */
  #held: number[] = []

  /** True while bytes wait for what comes after them. */
  get isHolding(): boolean {
    return this.#held.length > 0
  }

  /** What is to be shown of `bytes`, and of what was held. */
  push(bytes: Uint8Array): Uint8Array {
    return this.#isNoise ? this.#inNoise(bytes) : this.#inText(bytes)
  }

  /** After a second of silence: what is held is no noise. */
  flush(): Uint8Array {
    this.#isNoise = false
    return this.#show(Uint8Array.from(this.#held.splice(0)))
  }

  #inText(bytes: Uint8Array): Uint8Array {
    if (!bytes.includes(0)) return this.#show(bytes)
    const before = this.#shown.length
    const seen = String.fromCharCode(...this.#shown, ...bytes.subarray(0, longestBytes))
    const match = bootNoise.exec(seen)
    if (!match) return this.#show(bytes)
    const from = Math.max(0, match.index - before)
    const shown = this.#show(bytes.subarray(0, from))
    const broken = this.#shown.length > 0 && this.#shown.at(-1) !== LF
    this.#isNoise = true
    this.#noiseBytes = 0
    this.#shown = [LF]
    const rest = this.#inNoise(bytes.subarray(match.index + signatureBytes - before))
    return Uint8Array.of(...shown, ...(broken ? lineBreak : []), ...line(), ...rest)
  }

  #inNoise(bytes: Uint8Array): Uint8Array {
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!
      if (isText(byte)) this.#held.push(byte)
      else {
        this.#noiseBytes += this.#held.length + 1
        this.#held = []
      }
      if (this.#held.length < wordBytes && this.#noiseBytes <= longestBytes) continue
      this.#isNoise = false
      const held = this.#held.splice(0)
      return Uint8Array.of(
        ...this.#show(Uint8Array.from(held)),
        ...this.push(bytes.subarray(at + 1)),
      )
    }
    return new Uint8Array()
  }

  #show(bytes: Uint8Array): Uint8Array {
    this.#shown = [...this.#shown, ...bytes.subarray(-signatureBytes)].slice(1 - signatureBytes)
    return bytes
  }
}
