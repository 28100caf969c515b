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

/** Rejects with no-port-selected when the list is closed without a choice. */
export async function choosePort(provider: SerialProvider, wish: PortWish): Promise<SerialPort> {
  const known = wish.port ?? (wish.again && (await findAgain(provider, wish.again)))
  if (known) return known
  try {
    return await provider.requestPort(wish.allPorts ? {} : { filters: bridgeFilters })
  } catch (cause) {
    throw translated(cause)
  }
}

async function findAgain(provider: SerialProvider, last: SerialPort) {
  const ports = await provider.getPorts()
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
  // A policy of the site or the company forbids serial ports.
  if (name === 'SecurityError') return new DeviceError('web-serial-missing', message, { cause })
  return cause
}
