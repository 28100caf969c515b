/**
 * The writable of an open port, as Chromium makes it: one chunk at a time, whose write is fulfilled when it is
 * buffered, and a close that waits until everything is on the wire. https://wicg.github.io/serial/#writable-attribute
 */
export interface WritableOptions {
  /** Resolves when the bytes are buffered. */
  write: (bytes: Uint8Array) => Promise<void>
  /** Resolves when everything is on the wire. */
  drain: () => Promise<void>
  /** Throws away what is not sent yet. */
  drop: () => void
  /** The stream has ended; the port makes another when it is asked for. */
  onClosed: () => void
}

export class PortWritable {
  readonly stream: WritableStream<Uint8Array>
  #controller: WritableStreamDefaultController | undefined
  #rejectPending: ((reason: unknown) => void) | undefined

  constructor(private readonly options: WritableOptions) {
    const sink: UnderlyingSink<Uint8Array> = {
      start: (controller) => this.#start(controller),
      write: (chunk) => this.#write(chunk),
      close: () => this.#close(),
      abort: () => this.#abort(),
    }
    this.stream = new WritableStream(sink, new CountQueuingStrategy({ highWaterMark: 1 }))
  }

  get isBusy(): boolean {
    return this.#rejectPending !== undefined
  }

  /** The device is gone: fails what is under way, and everything after it. */
  fail(error: DOMException): void {
    if (this.#rejectPending) this.#rejectPending(error)
    else this.#controller?.error(error)
    this.options.onClosed()
  }

  /** An abort ends the write that is under way, too. */
  #start(controller: WritableStreamDefaultController): void {
    this.#controller = controller
    const { signal } = controller
    signal.addEventListener('abort', () => this.#rejectPending?.(signal.reason))
  }

  #write(chunk: unknown): Promise<void> {
    return this.#endable(this.options.write(copyOf(chunk)))
  }

  async #close(): Promise<void> {
    await this.#endable(this.options.drain())
    this.options.onClosed()
  }

  #abort(): void {
    this.options.drop()
    this.options.onClosed()
  }

  async #endable(work: Promise<void>): Promise<void> {
    try {
      await new Promise<void>((resolve, reject) => {
        this.#rejectPending = reject
        work.then(resolve, reject)
      })
    } finally {
      this.#rejectPending = undefined
    }
  }
}

/** The page may use its buffer again once the write is done. @throws TypeError */
function copyOf(chunk: unknown): Uint8Array {
  if (chunk instanceof ArrayBuffer) return new Uint8Array(chunk.slice(0))
  if (!ArrayBuffer.isView(chunk)) throw new TypeError('The chunk is not a buffer.')
  return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength).slice()
}
