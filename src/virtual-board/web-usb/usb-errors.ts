/** Errors of `USB` and `USBDevice` with Chromium's names and messages (modules/webusb/usb_device.cc). */

const failed = (method: string, words: string) =>
  `Failed to execute '${method}' on 'USBDevice': ${words}`

const named = (name: string, words: string) => (method: string) =>
  new DOMException(failed(method, words), name)

const invalidState = (words: string) => named('InvalidStateError', words)
const notFound = (words: string) => named('NotFoundError', words)
const network = (words: string) => named('NetworkError', words)

export const usbErrors = {
  disconnected: notFound('The device was disconnected.'),
  notOpen: invalidState('The device must be opened first.'),
  notConfigured: invalidState('The device must have a configuration selected.'),
  stateChanging: invalidState('An operation that changes the device state is in progress.'),
  interfaceChanging: invalidState('An operation that changes interface state is in progress.'),
  notClaimed: invalidState('The specified interface has not been claimed.'),
  noConfiguration: notFound('The configuration value provided is not supported by the device.'),
  noInterface: notFound(
    'The interface number provided is not supported by the device in its current configuration.',
  ),
  noAlternate: notFound(
    'The alternate setting provided is not supported by the device in its current configuration.',
  ),
  noEndpoint: notFound(
    'The specified endpoint is not part of a claimed and selected alternate interface.',
  ),
  endpointRange: named('IndexSizeError', 'The specified endpoint number is out of range.'),
  denied: named('SecurityError', 'Access denied.'),
  isProtected: named('SecurityError', 'The requested interface implements a protected class.'),
  cannotClaim: network('Unable to claim interface.'),
  transferFailed: network('A transfer error has occurred.'),
  cancelled: named('AbortError', 'The transfer was cancelled.'),
  tooBig: named('DataError', 'The data buffer exceeded supported maximum size of 33554432 bytes'),
} as const

export const noDeviceSelected = () =>
  new DOMException(
    "Failed to execute 'requestDevice' on 'USB': No device selected.",
    'NotFoundError',
  )

/** Audio, HID, mass storage, smart card, video, audio/video, wireless controller: Chromium lets no page claim them. */
export const protectedClasses: ReadonlySet<number> = new Set([1, 3, 8, 0x0b, 0x0e, 0x10, 0xe0])
