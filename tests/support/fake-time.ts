/**
 * Time under vitest's fake timers: runs it forward only as far as a promise needs, so that a test of
 * a four-second deadline takes milliseconds and can say how long the wait was.
 */
import { afterEach, beforeEach, vi } from 'vitest'
import { loadSessionFirst } from './loaded-session'

const stepMs = 10

/** Fake time in every test of the file. `cleanUp` runs after each, while its time is still fake. */
export function useFakeTime(cleanUp: () => void): void {
  loadSessionFirst()
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => {
    cleanUp()
    vi.useRealTimers()
  })
}

export interface Outcome<T> {
  value?: T
  error?: unknown
  /** Of fake time. */
  elapsedMs: number
}

/** How `promise` ends within `limitMs` of fake time; throws if it does not. */
export async function outcomeOf<T>(promise: Promise<T>, limitMs = 120_000): Promise<Outcome<T>> {
  const start = performance.now()
  let outcome: Outcome<T> | undefined
  promise.then(
    (value) => (outcome = { value, elapsedMs: performance.now() - start }),
    (error: unknown) => (outcome = { error, elapsedMs: performance.now() - start }),
  )
  for (let waitedMs = 0; waitedMs <= limitMs; waitedMs += stepMs) {
    await vi.advanceTimersByTimeAsync(waitedMs === 0 ? 0 : stepMs)
    if (outcome) return outcome
  }
  throw new Error(`Nothing within ${limitMs} ms.`)
}

/** The value of `promise`, or its rejection, with time running as far as it needs. */
export async function running<T>(promise: Promise<T>, limitMs?: number): Promise<T> {
  void outcomeOf(promise, limitMs).catch(() => undefined)
  return promise
}

/** The value of `promise`, from one timer to the next without looking at how long that takes. */
export async function allTimers<T>(promise: Promise<T>): Promise<T> {
  let settled = false
  const settle = () => void (settled = true)
  promise.then(settle, settle)
  while (!settled) await vi.advanceTimersToNextTimerAsync()
  return promise
}
