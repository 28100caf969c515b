/** Errors of `Serial` and `SerialPort`, where nothing else is said with Chromium's names and messages (tests/golden/web-serial.json). */
import type { PortBrowser } from './port-browser'

/** Errors of the line, after which a port goes on with a new readable, with Chromium's messages. */
export const lineErrors = {
  BreakError: 'Break received',
  FramingError: 'Framing error',
  ParityError: 'Parity error',
  BufferOverrunError: 'Buffer overrun',
} as const
export type LineErrorName = keyof typeof lineErrors

/** The message of an error of `requestPort`. */
export const failedRequest = (words: string, browser: PortBrowser) =>
  browser === 'firefox' ? words : `Failed to execute 'requestPort' on 'Serial': ${words}`

export const lineError = (name: LineErrorName) => new DOMException(lineErrors[name], name)

/** The message of an error that a method of `SerialPort` throws. */
export const failed = (method: string, words: string) =>
  `Failed to execute '${method}' on 'SerialPort': ${words}`

export const invalidState = (method: string, words: string) =>
  new DOMException(failed(method, words), 'InvalidStateError')

export const networkError = (words: string) => new DOMException(words, 'NetworkError')

export const failedToOpen = () => networkError(failed('open', 'Failed to open serial port.'))

export const deviceLost = () => networkError('The device has been lost.')
