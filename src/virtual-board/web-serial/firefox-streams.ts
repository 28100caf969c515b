/**
 * The two streams of an open port as Firefox makes them: an end of the port is an orderly end of reading, unread
 * bytes are gone with it; the writable takes as many chunks in advance as the buffer has bytes, and a write is
 * fulfilled once the browser has the bytes.
 */
import { bytesOf } from './chunk-bytes'

export const portClosed = () => new DOMException('Port has been closed', 'NetworkError')
const writeFailed = () => new DOMException('Error writing to stream', 'AbortError')

/** Of the browser's pipe and the system behind it. */
const heldBytes = 64 * 1024 + 4096

export class FirefoxReadable {
  readonly stream: ReadableStream<Uint8Array>
  #controller: ReadableByteStreamController | undefined
  #isWanted = false
  #isOver = false

  /** @param chunks what has arrived and was not read; it outlives a cancel */
  constructor(
    private readonly chunks: ReceivedChunks,
    onCancel: () => void,
  ) {
    this.stream = new ReadableStream(
      {
        type: 'bytes',
        start: (controller) => void (this.#controller = controller),
        pull: () => {
          this.#isWanted = true
          this.deliver()
        },
        cancel: () => {
          this.#isOver = true
          onCancel()
        },
      },
      { highWaterMark: 0 },
    )
  }

  /** Fulfils a waiting read with what has come. */
  deliver(): void {
    const controller = this.#controller
    if (!controller || !this.#isWanted || this.#isOver) return
    const view = controller.byobRequest?.view
    const bytes = this.chunks.take(view?.byteLength ?? Infinity)
    if (!bytes) return
    this.#isWanted = false
    if (!view) return controller.enqueue(bytes as Uint8Array<ArrayBuffer>)
    new Uint8Array(view.buffer, view.byteOffset, view.byteLength).set(bytes)
    controller.byobRequest?.respond(bytes.length)
  }

  /** A waiting read is done, without an error. */
  end(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#controller?.close()
    this.#controller?.byobRequest?.respond(0)
  }
}

/** What the system and the browser keep until the page reads; what comes on top is lost silently. */
export class ReceivedChunks {
  #chunks: Uint8Array[] = []
  #sizeBytes = 0

  room(): number {
    return heldBytes - this.#sizeBytes
  }

  push(bytes: Uint8Array): void {
    const kept = bytes.slice(0, this.room())
    if (kept.length > 0) this.#chunks.push(kept)
    this.#sizeBytes += kept.length
  }

  take(maxBytes: number): Uint8Array | undefined {
    const first = this.#chunks.shift()
    if (!first) return undefined
    const head = first.slice(0, maxBytes)
    if (head.length < first.length) this.#chunks.unshift(first.slice(head.length))
    this.#sizeBytes -= head.length
    return head
  }

  clear(): void {
    this.#chunks = []
    this.#sizeBytes = 0
  }
}

export interface FirefoxWritableOwner {
  send(bytes: Uint8Array): void
  /** Resolves when at most `pendingBytes` are still to be sent, or when they were dropped. */
  sent(pendingBytes: number): Promise<void>
  /** Drops what has not been sent. */
  flush(): void
  /** The stream has ended; the port makes a new one when it is asked for. */
  ended(): void
}

export class FirefoxWritable {
  readonly stream: WritableStream<Uint8Array>
  #controller: WritableStreamDefaultController | undefined
  #rejectWrite: ((reason: unknown) => void) | undefined

  /** @param bufferSize of `SerialOptions`: so many chunks are taken in advance */
  constructor(
    private readonly owner: FirefoxWritableOwner,
    bufferSize: number,
  ) {
    this.stream = new WritableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller
          controller.signal.addEventListener('abort', () => this.#rejectWrite?.(writeFailed()))
        },
        write: (chunk) => this.#write(chunk),
        close: async () => {
          await owner.sent(0)
          owner.ended()
        },
        abort: () => {
          owner.flush()
          owner.ended()
        },
      },
      new CountQueuingStrategy({ highWaterMark: bufferSize }),
    )
  }

  /** The port was closed or unplugged. */
  end(): void {
    if (this.#rejectWrite) this.#rejectWrite(writeFailed())
    else this.#controller?.error(portClosed())
  }

  async #write(chunk: unknown): Promise<void> {
    try {
      const bytes = bytesOf(chunk)
      await new Promise<void>((resolve, reject) => {
        this.#rejectWrite = reject
        this.owner.send(bytes)
        this.owner.sent(heldBytes).then(resolve, reject)
      })
    } catch (error) {
      this.owner.ended()
      throw error
    } finally {
      this.#rejectWrite = undefined
    }
  }
}
