/** What stands between page and device on a computer; a test sets it. */
export interface UsbAccess {
  /** `open()` is refused by the system (Linux without a udev rule): SecurityError. */
  isOpenDenied: boolean
  /** A driver of the system has the interface: `claimInterface` ends with this error. */
  claimFails: 'NetworkError' | 'SecurityError' | undefined
  /** What transfers under way get when the cable is pulled: the transfer fails first, or the device goes first. */
  pendingAtUnplug: 'NetworkError' | 'NotFoundError'
}

export const freeAccess = (): UsbAccess => ({
  isOpenDenied: false,
  claimFails: undefined,
  pendingAtUnplug: 'NotFoundError',
})
