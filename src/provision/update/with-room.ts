/** Work in a board's raw REPL that needs memory. */
import { DeviceError } from '../../errors'
import type { Repl } from '../../micropython/repl'

/** A program that was interrupted still holds its memory: without it, once more. */
export async function withRoom<T>(
  repl: Repl,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof DeviceError) || error.code !== 'no-memory') throw error
    await repl.softReset({ signal })
    return work()
  }
}
