/**
 * Errors with the names and messages that Chromium's Web Serial gives, so that nothing above has to know that a
 * port is one over WebUSB. What WebUSB said is their `cause`. https://wicg.github.io/serial/
 */

/** Errors of the line, after which a port goes on with a new readable. */
export const lineErrors = {
  BreakError: 'Break received',
  FramingError: 'Framing error',
  ParityError: 'Parity error',
  BufferOverrunError: 'Buffer overrun',
} as const
export type LineErrorName = keyof typeof lineErrors

export const lineError = (name: LineErrorName) => new DOMException(lineErrors[name], name)

/** The message of an error that a method of `SerialPort` throws. */
export const failed = (method: string, words: string) =>
  `Failed to execute '${method}' on 'SerialPort': ${words}`

export const invalidState = (method: string, words: string) =>
  new DOMException(failed(method, words), 'InvalidStateError')

export const failedToOpen = (cause: unknown) =>
  because(networkError(failed('open', 'Failed to open serial port.')), cause)

/** @param verb  what was done with the control signals */
export const signalsFailed = (method: string, verb: 'set' | 'get', cause: unknown) =>
  because(networkError(failed(method, `Failed to ${verb} control signals.`)), cause)

export const deviceLost = (cause?: unknown) =>
  because(networkError('The device has been lost.'), cause)

const networkError = (words: string) => new DOMException(words, 'NetworkError')

/** Not by the constructor: most browsers' DOMException takes no cause. */
function because(error: DOMException, cause: unknown): DOMException {
  Object.defineProperty(error, 'cause', { value: cause, configurable: true, writable: true })
  return error
}

/** What WebUSB rejects with when the device is not there any more or was closed: trying again is of no use. */
export const isGone = (error: unknown): boolean =>
  error instanceof Error &&
  ['NotFoundError', 'InvalidStateError', 'AbortError'].includes(error.name)
