/**
 * Reading with a goal from a link that only delivers chunks: "until the prompt", "these many bytes".
 * Buffers what comes between two reads. Knows no protocol.
 */
import { withDeadline, type WaitOptions } from '../async/deadline'
import { DeviceError } from '../errors'
import type { SerialLink } from './link'

export interface ReadOptions extends WaitOptions {
  /** Hard: arriving bytes do not restart it. */
  timeoutMs: number
  /** The error for a wait that was too long; gets what had come by then. Default: `no-answer`. */
  onTimeout?: (received: Uint8Array) => Error
}

/** Bytes, ASCII text, or a function that tells how many bytes of `received` are the answer. */
export type Pattern = Uint8Array | string | ((received: Uint8Array) => number | undefined)

export class ByteReader {
  readonly #unsubscribe: () => void
  #buffer: Uint8Array = new Uint8Array(0)
  #check: (() => void) | undefined
  #fail: ((error: Error) => void) | undefined
  #ended: Error | undefined

  constructor(link: Pick<SerialLink, 'subscribe' | 'ended'>) {
    this.#unsubscribe = link.subscribe((bytes) => this.#take(bytes))
    void link.ended.then((error) => {
      this.#ended = error ?? new DeviceError('port-lost', 'The port was closed.')
      this.#fail?.(this.#ended)
    })
  }

  /** What has come and was not read yet, without taking it. */
  get buffered(): Uint8Array {
    return this.#buffer
  }

  /**
   * Everything up to and including `pattern`; what follows stays for the next read. Rejects with
   * `onTimeout`'s error, the link's end or the signal's reason, and then takes nothing.
   */
  async readUntil(pattern: Pattern, options: ReadOptions): Promise<Uint8Array> {
    if (this.#check) throw new DeviceError('unexpected', 'Two reads at once.')
    const find = finder(pattern)
    const found = new Promise<number>((resolve, reject) => {
      this.#fail = reject
      this.#check = () => {
        const length = find(this.#buffer)
        if (length !== undefined) resolve(length)
      }
      this.#check()
      if (this.#ended) reject(this.#ended)
    })
    try {
      const late = () => (options.onTimeout ?? noAnswer)(this.#buffer)
      return this.#shift(await withDeadline(found, options.timeoutMs, late, options))
    } finally {
      this.#check = this.#fail = undefined
    }
  }

  /** Exactly `sizeBytes` bytes. */
  read(sizeBytes: number, options: ReadOptions): Promise<Uint8Array> {
    const enough = (received: Uint8Array) => (received.length >= sizeBytes ? sizeBytes : undefined)
    return this.readUntil(enough, options)
  }

  /** Takes all that has come; empty if nothing has. */
  drain(): Uint8Array {
    return this.#shift(this.#buffer.length)
  }

  /** Ends listening and gives what nobody read, for whoever is next. */
  release(): Uint8Array {
    this.#unsubscribe()
    return this.drain()
  }

  #take(bytes: Uint8Array) {
    const joined = new Uint8Array(this.#buffer.length + bytes.length)
    joined.set(this.#buffer)
    joined.set(bytes, this.#buffer.length)
    this.#buffer = joined
    this.#check?.()
  }

  #shift(length: number): Uint8Array {
    const head = this.#buffer.slice(0, length)
    this.#buffer = this.#buffer.slice(length)
    return head
  }
}

function noAnswer(received: Uint8Array): Error {
  return new DeviceError('no-answer', `No complete answer; ${received.length} bytes came.`)
}

function finder(pattern: Pattern): (received: Uint8Array) => number | undefined {
  if (typeof pattern === 'function') return pattern
  const wanted = typeof pattern === 'string' ? new TextEncoder().encode(pattern) : pattern
  let from = 0
  return (received) => {
    const at = indexOf(received, wanted, from)
    if (at >= 0) return at + wanted.length
    // Only what is new needs a look next time, and a pattern that is split over two chunks.
    from = Math.max(0, received.length - wanted.length + 1)
    return undefined
  }
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  for (let at = from; at + wanted.length <= bytes.length; at++) {
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return at
  }
  return -1
}
