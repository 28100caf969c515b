/** A body in chunks (RFC 9112, 7.1), decoded as it comes. */
import { concatBytes } from '../bytes/bytes'
import { ExchangeError } from './exchange-error'

const newline = 10
/** A chunk's size with its extensions, or one trailer. */
const maxLineBytes = 1024
const maxTrailers = 32

export class ChunkedBody {
  isDone = false
  readonly #maxBytes: number
  #size = 0
  #parts: Uint8Array[] = []
  #line: number[] = []
  /** Of this chunk; undefined while its size is read. */
  #left: number | undefined
  #afterChunk = false
  #trailers: number | undefined

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** @throws ExchangeError 'malformed'; 'too-large' as soon as a chunk is announced that does not fit */
  push(bytes: Uint8Array): void {
    let at = 0
    while (at < bytes.length && !this.isDone) {
      if (this.#left === undefined) this.#takeByte(bytes[at++] ?? 0)
      else at += this.#takeData(bytes.subarray(at, at + this.#left))
    }
  }

  get body(): Uint8Array {
    return concatBytes(this.#parts)
  }

  #takeData(data: Uint8Array): number {
    this.#parts.push(data.slice())
    this.#left = (this.#left ?? 0) - data.length
    if (this.#left === 0) {
      this.#left = undefined
      this.#afterChunk = true
    }
    return data.length
  }

  #takeByte(byte: number): void {
    if (byte !== newline) {
      if (this.#line.push(byte) > maxLineBytes) throw new ExchangeError('malformed')
      return
    }
    const line = String.fromCharCode(...this.#line).replace(/\r$/, '')
    this.#line = []
    if (this.#trailers !== undefined) this.#takeTrailer(line)
    else if (this.#afterChunk) this.#endChunk(line)
    else this.#takeSize(line)
  }

  #endChunk(line: string): void {
    if (line !== '') throw new ExchangeError('malformed')
    this.#afterChunk = false
  }

  #takeSize(line: string): void {
    const [, digits] = /^([\da-f]{1,8})[ \t]*(?:;.*)?$/i.exec(line) ?? []
    if (!digits) throw new ExchangeError('malformed')
    const size = parseInt(digits, 16)
    if ((this.#size += size) > this.#maxBytes) throw new ExchangeError('too-large')
    if (size === 0) this.#trailers = 0
    else this.#left = size
  }

  #takeTrailer(line: string): void {
    if (line === '') this.isDone = true
    else if (++this.#trailers! > maxTrailers) throw new ExchangeError('malformed')
  }
}
