/** The page's side of the compiler's thread: one for each file, ended with its answer, its time or its request. */
import { DeviceError } from '../../errors'
import type { CompileAnswer, CompileRequest } from './compile-worker'

/** What is used of a Worker. */
export interface CompileThread {
  postMessage(request: CompileRequest): void
  onmessage: ((event: MessageEvent<CompileAnswer>) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
  terminate(): void
}

const startWorker = (): CompileThread =>
  new Worker(new URL('./compile-worker.ts', import.meta.url), { type: 'module' })

/** What a board could hold compiles in well under a second; `9**9**9` never would. */
export const compileTimeoutMs = 10_000

/**
 * @returns undefined if it was not compiled in time
 * @throws the signal's reason, or DeviceError `unexpected` where the compiler does not load
 */
export async function compileInThread(
  request: CompileRequest,
  signal?: AbortSignal,
  start: () => CompileThread = startWorker,
): Promise<CompileAnswer | undefined> {
  signal?.throwIfAborted()
  const thread = start()
  let timer: ReturnType<typeof setTimeout> | undefined
  let cancel = () => {}
  try {
    return await new Promise((resolve, reject) => {
      timer = setTimeout(() => resolve(undefined), compileTimeoutMs)
      cancel = () => reject(signal?.reason as Error)
      signal?.addEventListener('abort', cancel)
      thread.onmessage = ({ data }) => resolve(data)
      thread.onerror = () =>
        reject(new DeviceError('unexpected', 'The compiler could not be loaded.'))
      thread.postMessage(request)
    })
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', cancel)
    thread.terminate()
  }
}
