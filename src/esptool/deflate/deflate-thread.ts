/**
 * The page's side of the compressing worker. Whatever is wrong with workers here (none in Node, a
 * strict policy, a file that did not load) only means that somebody else has to compress.
 */
import type { CompressedBlock } from './deflate-blocks'
import type { DeflateAnswer, DeflateRequest } from './worker'

/** What is used of a Worker. */
export interface Thread {
  postMessage(request: DeflateRequest, transfer: Transferable[]): void
  onmessage: ((event: MessageEvent<DeflateAnswer>) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
  terminate(): void
}

/** Who waits for the blocks of one region. */
export interface BlockListener {
  onBlock(block: CompressedBlock): void
  onEnd(): void
  /** No more will come; the listener must help itself. */
  onBroken(): void
}

const startWorker = (): Thread =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })

export class DeflateThread {
  #thread: Thread | undefined
  #broken = false
  #lastId = 0
  readonly #listeners = new Map<number, BlockListener>()

  constructor(private readonly start: () => Thread = startWorker) {}

  /** False if there is no thread to do it; the listener is told nothing then. Never throws. */
  deflate(bytes: Uint8Array, listener: BlockListener): boolean {
    const thread = this.#running()
    if (!thread) return false
    const id = ++this.#lastId
    this.#listeners.set(id, listener)
    const copy = new Uint8Array(bytes)
    thread.postMessage({ id, bytes: copy }, [copy.buffer])
    return true
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
    thread.onmessage = ({ data }) => this.#pass(data)
    thread.onerror = () => this.#giveUp()
    return thread
  }

  #pass({ id, block }: DeflateAnswer): void {
    const listener = this.#listeners.get(id)
    if (block) return listener?.onBlock(block)
    this.#listeners.delete(id)
    listener?.onEnd()
  }

  #giveUp(): void {
    this.#broken = true
    this.#thread?.terminate()
    this.#thread = undefined
    const waiting = [...this.#listeners.values()]
    this.#listeners.clear()
    for (const listener of waiting) listener.onBroken()
  }
}
