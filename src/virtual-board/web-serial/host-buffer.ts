/**
 * Received bytes in the buffers of operating system and browser, until a page reads them, with line errors in
 * their place between the bytes.
 */
import { lineError } from './port-errors'

/** Of a Linux tty; the browser's own buffer (`bufferSize`) comes on top. */
const systemBufferBytes = 4096

export class HostBuffer {
  #items: (Uint8Array | DOMException)[] = []
  #sizeBytes = 0
  #overrun = false

  constructor(
    private readonly capacityBytes: number,
    /** Something can be taken now. */
    private readonly onFilled: () => void,
  ) {}

  /** How many bytes still fit. */
  room(): number {
    return Math.max(0, this.capacityBytes + systemBufferBytes - this.#sizeBytes)
  }

  /** Adds what fits; the rest is lost, with one BufferOverrunError. */
  push(bytes: Uint8Array): void {
    const fitting = bytes.slice(0, this.room())
    if (fitting.length > 0) this.#items.push(fitting)
    this.#sizeBytes += fitting.length
    if (fitting.length < bytes.length && !this.#overrun) {
      this.#overrun = true
      this.#items.push(lineError('BufferOverrunError'))
    }
    this.onFilled()
  }

  pushError(error: DOMException): void {
    this.#items.push(error)
    this.onFilled()
  }

  /** Returns the next bytes, at most `maxBytes`, or the error that comes next; undefined if it is empty. */
  take(maxBytes: number): Uint8Array | DOMException | undefined {
    const first = this.#items[0]
    if (first instanceof DOMException) {
      this.#overrun = false
      return this.#items.shift() as DOMException
    }
    return first && this.#takeBytes(Math.min(maxBytes, this.capacityBytes))
  }

  clear(): void {
    this.#items = []
    this.#sizeBytes = 0
    this.#overrun = false
  }

  #takeBytes(maxBytes: number): Uint8Array {
    const parts: Uint8Array[] = []
    let length = 0
    for (let item = this.#items[0]; item instanceof Uint8Array; item = this.#items[0]) {
      const part = item.subarray(0, maxBytes - length)
      if (part.length === 0) break
      parts.push(part)
      length += part.length
      if (part.length < item.length) this.#items[0] = item.subarray(part.length)
      else this.#items.shift()
    }
    this.#sizeBytes -= length
    return joined(parts, length)
  }
}

function joined(parts: Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
