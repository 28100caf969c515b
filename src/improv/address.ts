/** Where a board says that it is found: a link of the page's only if it can lead nowhere but to a web server. */

const longestChars = 200

/** As the browser writes it; undefined for anything but a plain http or https address. */
export function readAddress(bytes: Uint8Array | undefined): string | undefined {
  if (!bytes || bytes.length === 0 || bytes.length > longestChars) return undefined
  const text = new TextDecoder('latin1').decode(bytes)
  // Spaces, line ends and whatever is no ASCII: `URL` would take some of it out, and mend the rest.
  if (!/^https?:\/\/[!-~]+$/i.test(text) || !URL.canParse(text)) return undefined
  const { href, username, password } = new URL(text)
  return username || password ? undefined : href
}
