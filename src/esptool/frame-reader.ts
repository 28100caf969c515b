/**
 * Frames from a link, one after the other, without polling. Knows no commands.
 */
import { withDeadline, type WaitOptions } from '../async/deadline'
import { DeviceError } from '../errors'
import type { SerialLink } from '../serial/link'
import { SlipDecoder } from './slip'

/** Late answers that nobody asks for any more; a chip cannot legitimately be further ahead. */
const maxQueued = 64

export class FrameReader {
  readonly #decoder = new SlipDecoder((frame) => this.#arrive(frame))
  readonly #unsubscribe: () => void
  #queue: Uint8Array[] = []
  #waiting: { resolve: (frame: Uint8Array) => void; reject: (error: Error) => void } | undefined
  #ended: Error | undefined

  constructor(link: SerialLink) {
    this.#unsubscribe = link.subscribe((bytes) => this.#decoder.push(bytes))
    void link.ended.then((error) => {
      this.#ended = error ?? new DeviceError('port-lost', 'The port was closed.')
      this.#waiting?.reject(this.#ended)
    })
  }

  /** The next frame. Rejects with `no-answer`, the link's end or the signal's reason. */
  async next(timeoutMs: number, { signal }: WaitOptions = {}): Promise<Uint8Array> {
    signal?.throwIfAborted()
    const queued = this.#queue.shift()
    if (queued) return queued
    if (this.#ended) throw this.#ended
    const frame = new Promise<Uint8Array>(
      (resolve, reject) => (this.#waiting = { resolve, reject }),
    )
    const late = () => new DeviceError('no-answer', `No answer in ${Math.round(timeoutMs)} ms.`)
    try {
      return await withDeadline(frame, timeoutMs, late, { signal })
    } finally {
      this.#waiting = undefined
    }
  }

  /** Forgets what has come so far. */
  flush(): void {
    this.#queue = []
    this.#decoder.reset()
  }

  release(): void {
    this.#unsubscribe()
    this.flush()
  }

  #arrive(frame: Uint8Array) {
    const waiting = this.#waiting
    this.#waiting = undefined
    if (waiting) return waiting.resolve(frame)
    this.#queue.push(frame)
    if (this.#queue.length > maxQueued) this.#queue.shift()
  }
}
