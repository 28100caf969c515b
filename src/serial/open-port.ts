/**
 * Opening a port, bounded, with the browser's reasons translated once.
 * https://wicg.github.io/serial/#open-method
 */
import { withDeadline } from '../async/deadline'
import { DeviceError, type DeviceErrorCode } from '../errors'
import type { LinkOptions } from './link'

/** A driver opens in milliseconds; Windows takes a second or two when a bridge wakes up. */
const defaultOpenTimeoutMs = 5000
const defaultBufferSize = 16 * 1024

/** Opens that somebody has given up waiting for, while the driver is still at it. */
const pending = new WeakMap<SerialPort, Promise<void>>()

/** The end of an open of `port` that was given up: closed again. Undefined if none is under way. */
export const pendingOpen = (port: SerialPort): Promise<void> | undefined => pending.get(port)

export async function openPort(port: SerialPort, options: LinkOptions): Promise<void> {
  const { baudRate, bufferSize = defaultBufferSize, signal } = options
  signal?.throwIfAborted()
  const timeoutMs = options.openTimeoutMs ?? defaultOpenTimeoutMs
  const late = () => new DeviceError('port-timeout', `The port did not open in ${timeoutMs} ms.`)
  // Chrome refuses a second open meanwhile in the words for a port that another program has.
  const before = pendingOpen(port)
  if (before) await withDeadline(before, timeoutMs, late, { signal })
  const opening = port.open({ baudRate, bufferSize }).catch((error: unknown) => {
    throw openError(port, error)
  })
  let opened = false
  try {
    await withDeadline(opening, timeoutMs, late, { signal })
    opened = true
  } finally {
    if (!opened) keepPending(port, opening)
  }
}

/** Whoever gave up must not find the port open later, nor the next one an open that is under way. */
function keepPending(port: SerialPort, opening: Promise<void>): void {
  const settled = opening.then(() => port.close()).catch(() => undefined)
  pending.set(port, settled)
  void settled.then(() => pending.get(port) === settled && pending.delete(port))
}

function openError(port: SerialPort, cause: unknown): unknown {
  const { name, message } = cause instanceof Error ? cause : { name: '', message: String(cause) }
  // Chrome says NetworkError for both; only `connected` (Chrome 120) tells them apart.
  if (port.connected === false) return new DeviceError('port-lost', message, { cause })
  const overUsb = cause instanceof Error && codeOfUsb(cause.cause)
  if (overUsb) return new DeviceError(overUsb, `${message} ${reason(cause)}`, { cause })
  if (name === 'NetworkError' || name === 'InvalidStateError') {
    return new DeviceError('port-busy', message, { cause })
  }
  return new DeviceError('unexpected', message, { cause })
}

const reason = ({ cause }: Error): string => (cause instanceof Error ? cause.message : '')

/**
 * What WebUSB said, of a port over it: access was refused, an interface could not be claimed, or the chip did not
 * answer as it should. Undefined for what else there is. https://wicg.github.io/webusb/#usbdevice-interface
 */
function codeOfUsb(cause: unknown): DeviceErrorCode | undefined {
  if (!(cause instanceof Error)) return undefined
  const { name, message } = cause
  if (name === 'SecurityError') return 'usb-held'
  if (name === 'NetworkError') return /claim/i.test(message) ? 'usb-held' : 'port-timeout'
  return name === 'TimeoutError' || name === 'StalledError' ? 'port-timeout' : undefined
}
