/**
 * The portal's own lines, taken apart: what each one says has happened. Lines are matched from their
 * start, and the board prints no control characters of names, so that a network's name cannot pass
 * for one of these lines. Their origin: firmware/lib/captive_portal.
 */
import { parseRepr } from './python-repr'

export type PortalEvent =
  | { event: 'starting' }
  | { event: 'named'; name: string }
  | { event: 'configured'; address: string }
  /** DNS is the last thing that the portal starts: from now on a phone finds it. */
  | { event: 'listening' }
  /** The first request of a phone. */
  | { event: 'phone' }
  | { event: 'trying'; network: string }
  /** `why`: "wrong", "refused", "closed", "gone", "silent", "unclear", or a word of a newer portal. */
  | { event: 'refused'; network: string; why: string }
  | { event: 'joined'; network: string; address: string }
  | { event: 'closed' }
  /** No access point opens by itself: the board goes on with its networks, and listens to the cable. */
  | { event: 'stays-closed' }
  | { event: 'app'; name: string }

type Reading = [RegExp, (match: readonly string[]) => PortalEvent | undefined]

const readings: Reading[] = [
  [/^Starting captive portal/, () => ({ event: 'starting' })],
  [/^Access point (b?['"].*['"]) is open$/s, ([, name = '']) => named(name)],
  [/^AP mode configured: \('([\d.]+)'/, ([, ip = '']) => at(ip, { event: 'configured' })],
  [/^DNS Server listening on/, () => ({ event: 'listening' })],
  [/^A phone is here$/, () => ({ event: 'phone' })],
  [
    /^Trying to connect to SSID ('.*')$/s,
    ([, name = '']) => ({ event: 'trying', network: nameIn(name) }),
  ],
  [
    /^Failed to connect to ('.*'): (\w{1,20})$/s,
    ([, name = '', why = '']) => ({ event: 'refused', network: nameIn(name), why }),
  ],
  [
    /^Connected to (b?['"].*['"]) with IP ([\d.]+)$/s,
    ([, name = '', ip = '']) => at(ip, { event: 'joined', network: nameIn(name) }),
  ],
  [/^Turned off access point$/, () => ({ event: 'closed' })],
  [/^The portal stays closed; /, () => ({ event: 'stays-closed' })],
  [/^Starting the app '(.*)'$/, ([, name = '']) => ({ event: 'app', name })],
]

/** What `line`, without its end, says; undefined if it is not one of the portal's. */
export function readPortalLine(line: string): PortalEvent | undefined {
  for (const [pattern, read] of readings) {
    const match = pattern.exec(line)
    if (match) return read(match)
  }
  return undefined
}

const named = (quoted: string): PortalEvent => ({ event: 'named', name: nameIn(quoted) })

/** The name between quotes: Python's repr, or, where it is none, just what stands there. */
function nameIn(quoted: string): string {
  return parseRepr(quoted) ?? quoted.replace(/^b?['"]|['"]$/g, '')
}

/** Nothing with an address that is none. */
function at<T extends object>(text: string, event: T): (T & { address: string }) | undefined {
  const parts = text.split('.')
  const valid = parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && +part < 256)
  return valid ? { ...event, address: text } : undefined
}
