/**
 * The thread that compresses, so that the page neither stutters nor is slowed down by its own timers
 * when its tab is in the background. One request, one answer, in their order.
 */
import { compressAtOnce, type CompressedRegion } from './compressed-region'

export interface CompressRequest {
  id: number
  bytes: Uint8Array<ArrayBuffer>
}

export interface CompressAnswer {
  id: number
  region: CompressedRegion
}

/** The part of a worker's global scope that this one uses. */
export interface WorkerScope {
  addEventListener(type: 'message', listener: (event: { data: CompressRequest }) => void): void
  postMessage(answer: CompressAnswer, transfer: Transferable[]): void
}

export function serve(scope: WorkerScope): void {
  scope.addEventListener('message', ({ data: { id, bytes } }) => {
    const region = compressAtOnce(bytes)
    scope.postMessage(
      { id, region },
      region.blocks.map((block) => block.bytes.buffer),
    )
  })
}

// Where this module is the worker itself, and not under test.
if (typeof WorkerGlobalScope !== 'undefined' && self instanceof WorkerGlobalScope) {
  serve(self as unknown as WorkerScope)
}
