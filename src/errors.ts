/**
 * The one error type of the page. Every failure that a user can meet has a code here, is translated
 * to it once, where it crosses a boundary (Web Serial, esptool-js, the board's REPL, a file), and
 * has its words in `help/`. Cancelling is not a failure: it stays an AbortError.
 */

export const deviceErrorCodes = [
  // the port
  'web-serial-missing', // this browser has no Web Serial
  'no-port-selected', // the picker was closed without a choice
  'port-absent', // the board of the last try is not plugged in
  'port-busy', // another program holds the port
  'usb-held', // over WebUSB: the system's driver or another program holds it, or the system refuses
  'port-in-other-tab', // another tab of this page holds it
  'port-lost', // unplugged, or the driver went away
  'port-timeout', // a write or close hung in the driver
  // the bootloader
  'no-sync', // no reset strategy led to the bootloader
  'wrong-chip', // something answered, but it is not an ESP8266
  'stub-failed', // the flasher stub did not start
  'baud-failed', // no baud rate of the ladder worked
  'command-failed', // a bootloader command was refused
  'no-answer', // the bootloader stopped answering
  'write-failed', // a block could not be written
  'verify-failed', // the flash does not hold what was sent
  'flash-silent', // no flash chip answered
  'board-changed', // it is not as it was when the plan was made
  'flash-size-unknown', // the flash id names no known size
  'flash-size-differs', // the size that was chosen is not the chip's
  // firmware images
  'image-not-esp8266', // wrong magic: another chip, another file
  'image-damaged', // checksum or MD5 trailer wrong
  'image-truncated', // shorter than its own header says
  'image-no-micropython', // a valid image of something else
  'image-too-big', // does not fit the flash of this board
  'image-demo', // the demo image, and a real board
  'image-variant', // variant and flash size do not go together
  'catalogue-missing', // no firmware on this server
  'catalogue-damaged', // the catalogue or a file of it is not what it says
  // after the reset
  'boot-failed', // the boot log names a fault
  'boot-silent', // nothing understandable after the reset
  'portal-silent', // MicroPython runs, the portal's line did not come
  // MicroPython
  'repl-silent', // no raw REPL prompt
  'repl-protocol', // the REPL answered something unexpected
  'python-error', // a traceback
  'no-space', // OSError 28
  'no-memory', // MemoryError
  'file-missing', // OSError 2
  'file-exists', // OSError 17, or something of that name is there
  'upload-corrupt', // SHA-256 on the board differs
  'wrong-micropython', // a Python that our files are not for
  'files-in-the-way', // files of the owner would be replaced, and nobody has agreed to it
  // filesystem images
  'filesystem-damaged', // no valid superblock, or a broken structure
  'filesystem-full', // does not fit into block_count
  // presets and links
  'link-damaged', // truncated or not ours
  'link-too-big',
  'link-newer', // made by a newer version of this page
  'preset-invalid',
  'app-unknown', // the preset's starter app is not in this page
  'app-changed', // it is, with other files than the preset's
  'key-invalid', // a key for signing links is none, or its name is taken
  'storage-damaged', // IndexedDB holds something else
  'storage-blocked', // IndexedDB is not available
  'storage-newer', // a newer version of this page has written there
  // the virtual board
  'board-unavailable', // MicroPython needs cross-origin isolation
  // the page itself
  'part-missing', // a part that is loaded when needed did not come: a deploy, or no network
  'unexpected', // a defect of ours
] as const

export type DeviceErrorCode = (typeof deviceErrorCodes)[number]

export class DeviceError extends Error {
  override readonly name = 'DeviceError'
  /**
   * @param code    what happened, for `help/`
   * @param message technical detail in one English sentence; shown under "Details", never a secret
   */
  constructor(
    readonly code: DeviceErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options)
  }
}

/** True for the rejection of a cancelled operation, which is not a failure. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}

/** How Chromium, Firefox, Safari and Vite say that a module or its styles did not come. */
const moduleDidNotCome =
  /dynamically imported module|importing a module script failed|unable to preload css/i
const missingParts = new WeakSet<Error>()

/**
 * With what Vite's `vite:preloadError` brings: a web page in place of a script, or a part of another
 * version, is a SyntaxError, which from anywhere else would mean something else.
 */
export function noteMissingPart(error: unknown): void {
  if (error instanceof SyntaxError) missingParts.add(error)
}

const isMissingPart = (error: unknown) =>
  error instanceof Error && (missingParts.has(error) || moduleDidNotCome.test(error.message))

/**
 * `error` as a DeviceError: unchanged if it is one, 'part-missing' if a part of the page did not load,
 * else wrapped under `code`.
 */
export function asDeviceError(error: unknown, code: DeviceErrorCode = 'unexpected'): DeviceError {
  if (error instanceof DeviceError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new DeviceError(isMissingPart(error) ? 'part-missing' : code, message, { cause: error })
}
