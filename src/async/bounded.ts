/** Waiting for what may never come back. */
import { withDeadline } from './deadline'

/** True when `promise` was fulfilled in time; a rejection or a hang is only false. */
export async function bounded(promise: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  return withDeadline(promise, timeoutMs, () => new Error('late')).then(
    () => true,
    () => false,
  )
}
