/** A file as it is to be on a board. */
export interface BoardFile {
  /** Absolute, such as "/lib/captive_portal/dns.mpy" */
  path: string
  bytes: Uint8Array
}
