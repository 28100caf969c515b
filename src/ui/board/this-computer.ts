/** Of a page that the reader's own computer serves. */
export const isThisComputer = (hostname: string): boolean =>
  /^(localhost|127(\.\d+){3}|\[::1\])$|\.localhost$/.test(hostname)
