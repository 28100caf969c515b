/**
 * The page's side of the compressing worker. Whatever is wrong with workers here (none in Node, a
 * strict policy, a file that did not load) only means that somebody else has to compress.
 */
import type { CompressedRegion } from './compressed-region'
import type { CompressAnswer, CompressRequest } from './worker'

/** What is used of a Worker. */
export interface Thread {
  postMessage(request: CompressRequest, transfer: Transferable[]): void
  onmessage: ((event: MessageEvent<CompressAnswer>) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
  terminate(): void
}

const startWorker = (): Thread =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })

type Answer = (region: CompressedRegion | undefined) => void

export class DeflateThread {
  #thread: Thread | undefined
  #broken = false
  #lastId = 0
  readonly #waiting = new Map<number, Answer>()

  constructor(private readonly start: () => Thread = startWorker) {}

  /** Undefined if there is no thread to do it. Never rejects. */
  compress(bytes: Uint8Array): Promise<CompressedRegion | undefined> {
    const thread = this.#running()
    if (!thread) return Promise.resolve(undefined)
    return new Promise((resolve) => {
      const id = ++this.#lastId
      this.#waiting.set(id, resolve)
      const copy = new Uint8Array(bytes)
      thread.postMessage({ id, bytes: copy }, [copy.buffer])
    })
  }

  #running(): Thread | undefined {
    if (this.#broken) return undefined
    try {
      this.#thread ??= this.#listenTo(this.start())
    } catch {
      this.#broken = true
    }
    return this.#thread
  }

  #listenTo(thread: Thread): Thread {
    thread.onmessage = ({ data: { id, region } }) => this.#answer(id, region)
    thread.onerror = () => this.#giveUp()
    return thread
  }

  #answer(id: number, region: CompressedRegion | undefined): void {
    this.#waiting.get(id)?.(region)
    this.#waiting.delete(id)
  }

  #giveUp(): void {
    this.#broken = true
    this.#thread?.terminate()
    this.#thread = undefined
    for (const id of [...this.#waiting.keys()]) this.#answer(id, undefined)
  }
}
