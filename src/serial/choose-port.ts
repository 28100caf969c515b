/**
 * Which port to use: the one that was asked for, the previous one if it is still there (also after a
 * replug, when the browser hands out a new object for it), or the one that a person selects in the
 * browser's port picker. The browser's errors are translated here.
 * https://wicg.github.io/serial/#requestport-method
 */
import { DeviceError } from '../errors'
import type { PortAccess } from './port-access'
import type { SerialProvider } from './provider'
import { bridgeFilters } from './usb-bridges'

export interface PortRequest {
  /** A port that was granted earlier: no picker is shown. */
  port?: SerialPort
  /** The port of the attempt before: used if it is still there, else the picker is shown. */
  previous?: SerialPort
  /** Show every port in the picker, not only those of the usual USB bridges. */
  allPorts?: boolean
  /** Through another interface of the browser than the one that is taken first. */
  access?: PortAccess
}

/**
 * Call it right after a click: the picker needs a user gesture.
 * @throws DeviceError no-port-selected when the picker is closed without a choice; port-absent where that
 *   was because the previous board is not plugged in; web-serial-missing where a policy forbids serial ports
 */
export async function choosePort(
  provider: SerialProvider,
  { port, previous, allPorts }: PortRequest,
): Promise<SerialPort> {
  if (port && isUnplugged(port)) throw absent()
  const known = port ?? (previous && (await findPrevious(provider, previous)))
  if (known) return known
  try {
    // Also for a board that is plugged in again: of those without a serial number a browser forgets
    // the permission with the cable.
    return await provider.requestPort(allPorts ? {} : { filters: bridgeFilters })
  } catch (cause) {
    const error = translated(cause)
    throw previous && isPickerClosed(error) ? absent(cause) : error
  }
}

/** Chrome 120 and later say so; others leave it out. */
const isUnplugged = (port: SerialPort): boolean => port.connected === false

const isPickerClosed = (error: unknown): boolean =>
  error instanceof DeviceError && error.code === 'no-port-selected'

const absent = (cause?: unknown) =>
  new DeviceError('port-absent', 'The port of the last try is not there.', { cause })

async function findPrevious(provider: SerialProvider, previous: SerialPort) {
  const ports = (await provider.getPorts()).filter((port) => !isUnplugged(port))
  return ports.find((port) => port === previous) ?? ports.find((port) => sameBridge(port, previous))
}

function sameBridge(one: SerialPort, other: SerialPort): boolean {
  const [a, b] = [one.getInfo(), other.getInfo()]
  return (
    a.usbVendorId !== undefined &&
    a.usbVendorId === b.usbVendorId &&
    a.usbProductId === b.usbProductId
  )
}

function translated(cause: unknown): unknown {
  const name = cause instanceof Error ? cause.name : ''
  const message = cause instanceof Error ? cause.message : String(cause)
  if (name === 'NotFoundError') return new DeviceError('no-port-selected', message, { cause })
  // The click that led here is too long ago: to choose again is all that is needed.
  if (name === 'SecurityError' && /user gesture/i.test(message)) {
    return new DeviceError('no-port-selected', message, { cause })
  }
  // A policy of the site or the company forbids serial ports.
  if (name === 'SecurityError') return new DeviceError('web-serial-missing', message, { cause })
  return cause
}
