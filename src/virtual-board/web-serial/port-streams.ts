/**
 * The two streams of an open port, as Chromium makes them: a byte stream that reads only when asked (high-water
 * mark 0) and errors after the bytes before the error were read; a writable that takes one chunk at a time, whose
 * write is fulfilled when the driver has taken the bytes.
 * https://wicg.github.io/serial/#readable-attribute
 */
import { bytesOf } from './chunk-bytes'
import type { HostBuffer } from './host-buffer'

export interface ReadableOwner {
  buffer: HostBuffer
  /** The reader has made room. */
  drained(): void
  /** The stream has ended by cancel or error; the port makes a new one when it is asked for. */
  closed(error?: DOMException): void
}

export class PortReadable {
  readonly stream: ReadableStream<Uint8Array>
  #controller: ReadableByteStreamController | undefined
  #isWanted = false
  #isOver = false

  constructor(private readonly owner: ReadableOwner) {
    this.stream = new ReadableStream(
      {
        type: 'bytes',
        start: (controller) => {
          this.#controller = controller
        },
        pull: () => this.#pull(),
        cancel: () => this.#cancel(),
      },
      { highWaterMark: 0 },
    )
  }

  /** Fulfils a waiting read with what is in the buffer. */
  deliver(): void {
    const controller = this.#controller
    if (!controller || !this.#isWanted || this.#isOver) return
    const request = controller.byobRequest
    const item = this.owner.buffer.take(request?.view?.byteLength ?? Infinity)
    if (item === undefined) return
    this.#isWanted = false
    if (item instanceof DOMException) this.#fail(controller, item)
    else if (request?.view) this.#respond(request, request.view, item)
    else controller.enqueue(item as Uint8Array<ArrayBuffer>)
    if (item instanceof Uint8Array) this.owner.drained()
  }

  #pull(): void {
    this.#isWanted = true
    this.deliver()
  }

  #respond(request: ReadableStreamBYOBRequest, view: ArrayBufferView, bytes: Uint8Array): void {
    new Uint8Array(view.buffer, view.byteOffset, view.byteLength).set(bytes)
    request.respond(bytes.length)
  }

  #fail(controller: ReadableByteStreamController, error: DOMException): void {
    this.#isOver = true
    controller.error(error)
    this.owner.closed(error)
  }

  #cancel(): void {
    this.#isOver = true
    this.owner.buffer.clear()
    this.owner.drained()
    this.owner.closed()
  }
}

export interface WritableOwner {
  /** Resolves when the driver has taken the bytes. */
  write(bytes: Uint8Array): Promise<void>
  /** Resolves when everything was sent. */
  drain(): Promise<void>
  /** Drops bytes that are not sent yet. */
  flush(): void
  closed(): void
}

export class PortWritable {
  readonly stream: WritableStream<Uint8Array>
  #controller: WritableStreamDefaultController | undefined
  #rejectWrite: ((reason: unknown) => void) | undefined

  constructor(private readonly owner: WritableOwner) {
    this.stream = new WritableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller
          controller.signal.addEventListener('abort', () =>
            this.#rejectWrite?.(controller.signal.reason),
          )
        },
        write: (chunk) => this.#write(chunk),
        close: async () => {
          await owner.drain()
          owner.closed()
        },
        abort: () => {
          owner.flush()
          owner.closed()
        },
      },
      new CountQueuingStrategy({ highWaterMark: 1 }),
    )
  }

  get isWriting(): boolean {
    return this.#rejectWrite !== undefined
  }

  /** Rejects the write under way, or errors the stream. */
  fail(error: DOMException): void {
    if (this.#rejectWrite) this.#rejectWrite(error)
    else this.#controller?.error(error)
    this.owner.closed()
  }

  async #write(chunk: unknown): Promise<void> {
    const bytes = bytesOf(chunk)
    try {
      await new Promise<void>((resolve, reject) => {
        this.#rejectWrite = reject
        this.owner.write(bytes).then(resolve, reject)
      })
    } finally {
      this.#rejectWrite = undefined
    }
  }
}
