/** The deadline of one exchange with the raw REPL, and the error when it runs out. */
import { DeviceError } from '../errors'
import { Deadline } from './deadlines'
import type { ReplOptions } from './repl'

/**
 * Begins now. Runs out with `repl-silent`.
 * @param awaited what does not come then, for the error's message
 */
export function deadlineFor(
  awaited: string,
  defaultMs: number,
  options: ReplOptions = {},
): Deadline {
  const timeoutMs = options.timeoutMs ?? defaultMs
  const onTimeout = () =>
    new DeviceError('repl-silent', `No ${awaited} within ${(timeoutMs / 1000).toFixed(1)} s.`)
  return new Deadline(timeoutMs, onTimeout, options.signal)
}
