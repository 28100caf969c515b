/**
 * Opening a port, bounded, with the browser's reasons translated once.
 * https://wicg.github.io/serial/#open-method
 */
import { withDeadline } from '../async/deadline'
import { DeviceError } from '../errors'
import type { LinkOptions } from './link'

/** A driver opens in milliseconds; Windows takes a second or two when a bridge wakes up. */
const defaultOpenTimeoutMs = 5000
const defaultBufferSize = 16 * 1024

export async function openPort(port: SerialPort, options: LinkOptions): Promise<void> {
  const { baudRate, bufferSize = defaultBufferSize, signal } = options
  signal?.throwIfAborted()
  const timeoutMs = options.openTimeoutMs ?? defaultOpenTimeoutMs
  const opening = port.open({ baudRate, bufferSize }).catch((error: unknown) => {
    throw openError(port, error)
  })
  const late = () => new DeviceError('port-timeout', `The port did not open in ${timeoutMs} ms.`)
  let opened = false
  try {
    await withDeadline(opening, timeoutMs, late, { signal })
    opened = true
  } finally {
    // Whoever gave up must not find the port open later.
    if (!opened) void opening.then(() => port.close()).catch(() => undefined)
  }
}

function openError(port: SerialPort, cause: unknown): unknown {
  const { name, message } = cause instanceof Error ? cause : { name: '', message: String(cause) }
  // Chrome says NetworkError for both; only `connected` (Chrome 120) tells them apart.
  if (port.connected === false) return new DeviceError('port-lost', message, { cause })
  if (name === 'NetworkError' || name === 'InvalidStateError') {
    return new DeviceError('port-busy', message, { cause })
  }
  return new DeviceError('unexpected', message, { cause })
}
