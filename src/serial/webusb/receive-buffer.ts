/** Received bytes until the page reads them, with errors of the line in their places. */
import { concatBytes } from '../../bytes/bytes'

/** What an operating system keeps beside the browser's own buffer; so much may wait before reading stops. */
const systemBytes = 64 * 1024

export class ReceiveBuffer {
  #items: (Uint8Array | DOMException)[] = []
  #sizeBytes = 0

  /** @param bufferSize  the most that one read gets, in bytes */
  constructor(private readonly bufferSize: number) {}

  get hasRoom(): boolean {
    return this.#sizeBytes < this.bufferSize + systemBytes
  }

  push(item: Uint8Array | DOMException): void {
    if (item instanceof DOMException) this.#items.push(item)
    else if (item.length > 0) {
      this.#items.push(item)
      this.#sizeBytes += item.length
    }
  }

  /** The next bytes, at most `mostBytes`, or the error that is next; undefined if there is nothing. */
  take(mostBytes: number): Uint8Array<ArrayBuffer> | DOMException | undefined {
    const [first] = this.#items
    if (first === undefined) return undefined
    if (first instanceof DOMException) {
      this.#items.shift()
      return first
    }
    return this.#takeBytes(Math.min(mostBytes, this.bufferSize))
  }

  clear(): void {
    this.#items = []
    this.#sizeBytes = 0
  }

  #takeBytes(mostBytes: number): Uint8Array<ArrayBuffer> {
    const parts: Uint8Array[] = []
    let length = 0
    let used = 0
    for (const item of this.#items) {
      if (item instanceof DOMException || length === mostBytes) break
      const part = item.subarray(0, mostBytes - length)
      parts.push(part)
      length += part.length
      if (part.length < item.length) this.#items[used] = item.subarray(part.length)
      else used++
    }
    this.#items.splice(0, used)
    this.#sizeBytes -= length
    return concatBytes(parts)
  }
}
