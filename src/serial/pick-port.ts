/**
 * From a provider to a port: the picker, the ports granted earlier, plugging in and out. The
 * browser's reasons are translated here, once. https://wicg.github.io/serial/#requestport-method
 */
import { DeviceError, type DeviceErrorCode } from '../errors'
import { bridgeFilters, type SerialProvider } from './provider'

export interface PickOptions {
  /** Offers every serial port, not only the usual USB bridges. */
  showAll?: boolean
}

/**
 * Opens the browser's picker; needs a user gesture. Rejects with `web-serial-missing` or
 * `no-port-selected`.
 */
export async function pickPort(
  provider: SerialProvider | undefined,
  { showAll = false }: PickOptions = {},
): Promise<SerialPort> {
  try {
    return await present(provider).requestPort(showAll ? {} : { filters: bridgeFilters })
  } catch (error) {
    throw pickError(error)
  }
}

/** Ports granted on an earlier visit and plugged in now; none where there is no Web Serial. */
export async function grantedPorts(provider: SerialProvider | undefined): Promise<SerialPort[]> {
  try {
    return (await provider?.getPorts()) ?? []
  } catch (error) {
    throw pickError(error)
  }
}

export interface PortWatcher {
  onConnect?: (port: SerialPort) => void
  onDisconnect?: (port: SerialPort) => void
}

/** Tells of granted ports that come and go; returns what ends it. */
export function watchPorts(
  provider: SerialProvider,
  { onConnect, onDisconnect }: PortWatcher,
): () => void {
  // The event is fired at the port and bubbles to the provider.
  const connect = (event: Event) => onConnect?.(event.target as SerialPort)
  const disconnect = (event: Event) => onDisconnect?.(event.target as SerialPort)
  provider.addEventListener('connect', connect)
  provider.addEventListener('disconnect', disconnect)
  return () => {
    provider.removeEventListener('connect', connect)
    provider.removeEventListener('disconnect', disconnect)
  }
}

function present(provider: SerialProvider | undefined): SerialProvider {
  if (provider) return provider
  throw new DeviceError('web-serial-missing', 'navigator.serial is not there.')
}

const codes: Record<string, DeviceErrorCode> = {
  NotFoundError: 'no-port-selected',
  // A frame without the "serial" permission, or a policy of the browser's owner.
  SecurityError: 'web-serial-missing',
  NotSupportedError: 'web-serial-missing',
}

function pickError(cause: unknown): unknown {
  if (cause instanceof DeviceError) return cause
  const { name, message } = cause instanceof Error ? cause : { name: '', message: String(cause) }
  return new DeviceError(codes[name] ?? 'unexpected', message, { cause })
}
