/**
 * The thread that compresses, so that the page neither stutters nor is slowed down by its own timers
 * when its tab is in the background. Answers block by block: the first is on the wire while the last
 * is not yet compressed.
 */
import { deflateBlocks, type CompressedBlock } from './deflate-blocks'

export interface DeflateRequest {
  id: number
  bytes: Uint8Array<ArrayBuffer>
}

export interface DeflateAnswer {
  id: number
  /** Missing after the last one. */
  block?: CompressedBlock
}

/** The part of a worker's global scope that this one uses. */
export interface WorkerScope {
  addEventListener(type: 'message', listener: (event: { data: DeflateRequest }) => void): void
  postMessage(answer: DeflateAnswer, transfer: Transferable[]): void
}

export function serve(scope: WorkerScope): void {
  scope.addEventListener('message', ({ data: { id, bytes } }) => {
    for (const block of deflateBlocks(bytes)) {
      scope.postMessage({ id, block }, [block.bytes.buffer])
    }
    scope.postMessage({ id }, [])
  })
}

// Where this module is the worker itself, and not under test.
if (typeof WorkerGlobalScope !== 'undefined' && self instanceof WorkerGlobalScope) {
  serve(self as unknown as WorkerScope)
}
