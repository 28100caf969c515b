/**
 * Which port to use: the one that was asked for, the one of last time if it is still there (also
 * after a replug, when the browser hands out a new object for it), or whatever a person picks in the
 * browser's own list. Works on real and virtual providers alike.
 */
import { DeviceError } from '../errors'
import { bridgeFilters, type SerialProvider } from '../serial/provider'

export interface PortWish {
  /** A port that was granted earlier: no list is shown. */
  port?: SerialPort
  /** The port of the last try, wanted again if it is still there. */
  again?: SerialPort
  /** Show every port in the browser's list, not only those of the usual USB bridges. */
  allPorts?: boolean
}

/**
 * Rejects with no-port-selected when the list is closed without a choice, and with port-absent where
 * that was because the board that is wanted is not plugged in.
 */
export async function choosePort(provider: SerialProvider, wish: PortWish): Promise<SerialPort> {
  if (wish.port && isUnplugged(wish.port)) throw absent()
  const known = wish.port ?? (wish.again && (await findAgain(provider, wish.again)))
  if (known) return known
  try {
    // Also for a board that is plugged in again: of those without a serial number a browser forgets
    // the permission with the cable.
    return await provider.requestPort(wish.allPorts ? {} : { filters: bridgeFilters })
  } catch (cause) {
    const error = translated(cause)
    throw wish.again && isClosedList(error) ? absent(cause) : error
  }
}

/** Chrome 120 and later say so; others leave it out. */
const isUnplugged = (port: SerialPort): boolean => port.connected === false

const isClosedList = (error: unknown): boolean =>
  error instanceof DeviceError && error.code === 'no-port-selected'

const absent = (cause?: unknown) =>
  new DeviceError('port-absent', 'The port of the last try is not there.', { cause })

async function findAgain(provider: SerialProvider, last: SerialPort) {
  const ports = (await provider.getPorts()).filter((port) => !isUnplugged(port))
  return ports.find((port) => port === last) ?? ports.find((port) => sameBridge(port, last))
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
