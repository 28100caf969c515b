/** The compiler's thread is ended whatever it does, so that the page never waits for it without end. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  compileInThread,
  compileTimeoutMs,
  type CompileThread,
} from '../../../../src/state/files/compile-thread'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function thread() {
  const terminate = vi.fn<() => void>()
  const postMessage = vi.fn<CompileThread['postMessage']>()
  const made: CompileThread = { postMessage, onmessage: null, onerror: null, terminate }
  return { made, terminate, postMessage }
}
const request = { name: 'a.py', source: 'a=9**9**7' }

describe('the thread that compiles', () => {
  it('gives its answer and ends', async () => {
    const { made, terminate, postMessage } = thread()
    const answer = compileInThread(request, undefined, () => made)
    expect(postMessage).toHaveBeenCalledWith(request)
    made.onmessage?.({ data: { said: 'x' } } as MessageEvent)
    expect(await answer).toEqual({ said: 'x' })
    expect(terminate).toHaveBeenCalledOnce()
  })

  it('is ended when it takes too long', async () => {
    const { made, terminate } = thread()
    const answer = compileInThread(request, undefined, () => made)
    await vi.advanceTimersByTimeAsync(compileTimeoutMs)
    expect(await answer).toBeUndefined()
    expect(terminate).toHaveBeenCalledOnce()
  })

  it('is ended when that is asked for', async () => {
    const { made, terminate } = thread()
    const abort = new AbortController()
    const answer = compileInThread(request, abort.signal, () => made)
    abort.abort()
    await expect(answer).rejects.toThrow('abort')
    expect(terminate).toHaveBeenCalledOnce()
  })

  it('that does not load says so', async () => {
    const { made } = thread()
    const answer = compileInThread(request, undefined, () => made)
    made.onerror?.({} as ErrorEvent)
    await expect(answer).rejects.toMatchObject({ code: 'unexpected' })
  })
})
