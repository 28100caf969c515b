/**
 * The readable of an open port, as Chromium makes it: a byte stream that takes bytes only when it is read, and fails
 * after the bytes before an error were read. https://wicg.github.io/serial/#readable-attribute
 */
import type { ReceiveBuffer } from './receive-buffer'

export interface ReadableOptions {
  buffer: ReceiveBuffer
  /** Bytes were taken out of the buffer. */
  onTaken: () => void
  /** The stream has ended by cancel, or by an error; the port makes another when it is asked for. */
  onClosed: (error?: DOMException) => void
}

export class PortReadable {
  readonly stream: ReadableStream<Uint8Array>
  #controller: ReadableByteStreamController | undefined
  #isWanted = false
  #isOver = false

  constructor(private readonly options: ReadableOptions) {
    const source: UnderlyingByteSource = {
      type: 'bytes',
      start: (controller) => void (this.#controller = controller),
      pull: () => this.#pull(),
      cancel: () => this.#cancel(),
    }
    this.stream = new ReadableStream(source, { highWaterMark: 0 })
  }

  /** Something is in the buffer: fulfils a read that waits. */
  deliver(): void {
    const controller = this.#controller
    if (!controller || !this.#isWanted || this.#isOver) return
    const request = controller.byobRequest
    const item = this.options.buffer.take(request?.view?.byteLength ?? Infinity)
    if (item === undefined) return
    this.#isWanted = false
    if (item instanceof DOMException) return this.#fail(controller, item)
    if (request?.view) respond(request, request.view, item)
    else controller.enqueue(item)
    this.options.onTaken()
  }

  #pull(): void {
    this.#isWanted = true
    this.deliver()
  }

  #fail(controller: ReadableByteStreamController, error: DOMException): void {
    this.#isOver = true
    controller.error(error)
    this.options.onClosed(error)
  }

  #cancel(): void {
    this.#isOver = true
    this.options.buffer.clear()
    this.options.onTaken()
    this.options.onClosed()
  }
}

function respond(request: ReadableStreamBYOBRequest, view: ArrayBufferView, bytes: Uint8Array) {
  new Uint8Array(view.buffer, view.byteOffset, view.byteLength).set(bytes)
  request.respond(bytes.length)
}
