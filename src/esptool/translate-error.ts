/**
 * Errors of esptool-js and of this room as DeviceErrors, translated once. Cancelling stays an AbortError.
 */
import { DeviceError, asDeviceError, isAbort, type DeviceErrorCode } from '../errors'

/** Nothing but a new start helps after these, so no retry may hide them. */
const finalCodes: DeviceErrorCode[] = ['port-lost', 'port-busy', 'usb-held', 'port-timeout']

/** Cancelled, or the port is gone, taken or does not open in time. */
export const isFinal = (error: unknown): boolean =>
  isAbort(error) || (error instanceof DeviceError && finalCodes.includes(error.code))

/** The error of a step that failed as a whole: a lost port keeps its name, the rest becomes `code`. */
export function failure(code: DeviceErrorCode, cause: unknown): unknown {
  if (isFinal(cause)) return cause
  const message = cause instanceof Error ? cause.message : String(cause)
  return new DeviceError(code, message, { cause })
}

/** Whatever esptool-js itself throws is a command that failed. */
export const translate = (error: unknown): unknown =>
  isAbort(error) ? error : asDeviceError(error, 'command-failed')
