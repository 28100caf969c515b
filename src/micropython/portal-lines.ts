/**
 * Recognises in the console what the portal says about itself: its access point, its address, the
 * network it joined. Lines are matched from their start, and the board prints no control characters
 * of names, so that a network's name cannot pass for one of these lines. Their origin:
 * firmware/lib/captive_portal.
 */
import { LineSplitter } from './line-splitter'
import { parseRepr } from './python-repr'

export interface PortalState {
  /** Missing when the board joined a known network at once. */
  accessPointName?: string
  /** The address to open: of the access point, or of the board in the network that it joined. */
  address: string
  /** The name of that network. */
  joined?: string
}

const startLine = 'Starting captive portal'
const openLine = /^Access point (b?['"].*['"]) is open$/s
const configuredLine = /^AP mode configured: \('([\d.]+)'/
const dnsLine = 'DNS Server listening on'
const joinedLine = /^Connected to (b?['"].*['"]) with IP ([\d.]+)$/s

export class PortalLines {
  readonly #lines = new LineSplitter()
  #accessPointName: string | undefined
  #accessPointAddress: string | undefined
  #state: PortalState | undefined

  /** The portal's state, as soon as it can be reached; undefined before. */
  push(bytes: Uint8Array): PortalState | undefined {
    for (const line of this.#lines.push(bytes)) this.#readLine(line)
    return this.#state
  }

  get state(): PortalState | undefined {
    return this.#state
  }

  #readLine(line: string): void {
    if (line.startsWith(startLine)) return this.#forget()
    const open = openLine.exec(line)
    if (open) this.#accessPointName = nameIn(open[1]!)
    const configured = configuredLine.exec(line)
    if (configured) this.#accessPointAddress = address(configured[1]!)
    if (line.startsWith(dnsLine)) this.#portalIsUp()
    const joined = joinedLine.exec(line)
    if (joined) this.#hasJoined(nameIn(joined[1]!), address(joined[2]!))
  }

  /** A new start, after a soft reset: what was said before is history. */
  #forget(): void {
    this.#accessPointName = this.#accessPointAddress = this.#state = undefined
  }

  /** DNS is the last thing that the portal starts: from now on a phone finds it. */
  #portalIsUp(): void {
    if (!this.#accessPointAddress) return
    this.#state = { ...this.#named(), address: this.#accessPointAddress }
  }

  #hasJoined(network: string, address: string | undefined): void {
    if (!address) return
    this.#state = { ...this.#named(), address, joined: network }
  }

  #named(): { accessPointName?: string } {
    return this.#accessPointName === undefined ? {} : { accessPointName: this.#accessPointName }
  }
}

/** The name between quotes: Python's repr, or, where it is none, just what stands there. */
function nameIn(quoted: string): string {
  return parseRepr(quoted) ?? quoted.replace(/^b?['"]|['"]$/g, '')
}

function address(text: string): string | undefined {
  const parts = text.split('.')
  const valid = parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && +part < 256)
  return valid ? text : undefined
}
