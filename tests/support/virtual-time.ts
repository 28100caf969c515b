/** Promises that depend on a `VirtualClock`: time goes from one timer to the next until they settle. */
import type { VirtualClock } from '../../src/virtual-board/clock'

/** Everything that has been resolved by now has had its consequences. */
export const microtasks = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** The value of `promise`, or its rejection. @throws Error if no timer can settle it within `limitMs` */
export async function running<T>(
  clock: VirtualClock,
  promise: Promise<T>,
  limitMs = 600_000,
): Promise<T> {
  let isSettled = false
  const settle = () => void (isSettled = true)
  promise.then(settle, settle)
  const endMs = clock.now() + limitMs
  for (await microtasks(); !isSettled; await microtasks()) {
    const nextMs = clock.untilNext()
    if (nextMs === undefined || clock.now() + nextMs > endMs) {
      throw new Error(`Not settled at ${clock.now()} ms.`)
    }
    clock.advance(nextMs)
  }
  return promise
}

/** How `promise` ends within `limitMs` of the clock, from one timer to the next: undefined if it does not. */
export async function withinMs<T>(clock: VirtualClock, promise: Promise<T>, limitMs: number) {
  const late = new Promise<undefined>((resolve) => clock.after(limitMs, () => resolve(undefined)))
  return running(clock, Promise.race([promise, late]), limitMs + 1)
}
