/** An HTTP/1.1 answer, read as it comes, with limits on everything that the other side decides. */
import { concatBytes } from '../bytes/bytes'
import { ChunkedBody } from './chunked-body'
import { ExchangeError } from './exchange-error'
import type { HttpAnswer } from './http-message'
import { bodyLength, parseHead, type BodyLength, type HttpHead } from './http-head'

const maxHeadBytes = 64 * 1024
/** "100 Continue" and its like before the answer itself. */
const maxInterim = 8
/** For what is around the chunks of a body. */
const chunkedOverhead = 4

export class HttpAnswerParser {
  readonly #method: string
  readonly #maxBytes: number
  readonly #received: Uint8Array[] = []
  #receivedBytes = 0
  #head: HttpHead | undefined
  #headBytes: number[] = []
  #interim = 0
  #length: BodyLength = 0
  #body: Uint8Array[] = []
  #bodyBytes = 0
  #chunked: ChunkedBody | undefined

  /** @param maxBytes of the body */
  constructor(method: string, maxBytes: number) {
    this.#method = method
    this.#maxBytes = maxBytes
  }

  /** Everything that came, as it came. */
  get received(): Uint8Array {
    return concatBytes(this.#received)
  }

  /** The answer is whole, even if the connection stays open. */
  get isDone(): boolean {
    if (!this.#head) return false
    return this.#chunked ? this.#chunked.isDone : this.#bodyBytes === this.#length
  }

  /** @throws ExchangeError 'malformed', 'too-large' */
  push(bytes: Uint8Array): void {
    this.#received.push(bytes.slice())
    this.#receivedBytes += bytes.length
    const limit = maxHeadBytes * (maxInterim + 1) + this.#maxBytes * chunkedOverhead
    if (this.#receivedBytes > limit) throw new ExchangeError('too-large')
    let at = 0
    while (!this.#head && at < bytes.length) this.#takeHeadByte(bytes[at++] ?? 0)
    if (this.#head && at < bytes.length) this.#takeBody(bytes.subarray(at))
  }

  /**
   * The other side has sent everything.
   * @throws ExchangeError 'truncated', if more was announced
   */
  end(): HttpAnswer {
    const isWhole = this.isDone || (this.#head && this.#length === 'until-close')
    if (!isWhole || !this.#head) throw new ExchangeError('truncated')
    const body = this.#chunked ? this.#chunked.body : concatBytes(this.#body)
    return { ...this.#head, body }
  }

  #takeHeadByte(byte: number): void {
    const size = this.#headBytes.push(byte)
    if (size > maxHeadBytes) throw new ExchangeError('too-large')
    if (size === 5) this.#checkStart()
    if (byte !== 10 || !this.#atEmptyLine(size)) return
    const head = parseHead(latin1(this.#headBytes))
    this.#headBytes = []
    if (head.status >= 200 || head.status === 101) this.#begin(head)
    else if (++this.#interim > maxInterim) throw new ExchangeError('malformed')
  }

  /** Early, so that what is not HTTP need not end before it is seen. */
  #checkStart(): void {
    if (String.fromCharCode(...this.#headBytes) !== 'HTTP/') throw new ExchangeError('malformed')
  }

  /** "\r\n\r\n", or "\n\n" of servers that are careless. */
  #atEmptyLine(size: number): boolean {
    const before = this.#headBytes[size - 2]
    return before === 10 || (before === 13 && this.#headBytes[size - 3] === 10)
  }

  #begin(head: HttpHead): void {
    this.#head = head
    this.#length = bodyLength(head, this.#method)
    if (this.#length === 'chunked') this.#chunked = new ChunkedBody(this.#maxBytes)
    if (typeof this.#length === 'number' && this.#length > this.#maxBytes) {
      throw new ExchangeError('too-large')
    }
  }

  #takeBody(bytes: Uint8Array): void {
    if (this.#chunked) return this.#chunked.push(bytes)
    // What comes after the announced length belongs to no answer.
    const wanted = typeof this.#length === 'number' ? this.#length - this.#bodyBytes : bytes.length
    const part = bytes.slice(0, wanted)
    this.#body.push(part)
    this.#bodyBytes += part.length
    if (this.#bodyBytes > this.#maxBytes) throw new ExchangeError('too-large')
  }
}

/** Header bytes above ASCII keep their number, as in `fetch`. Not by one call: it may have too many arguments. */
const latin1 = (bytes: readonly number[]): string =>
  bytes.map((byte) => String.fromCharCode(byte)).join('')
