/** The board's access point as the SDK runs it: its settings, and the stations in it. */
import { sameBytes } from './networks'

export interface Station {
  mac: Uint8Array
  address: string
}

/** What the SDK is given at once (`struct softap_config`). */
export interface AccessPointConfig {
  ssid: Uint8Array<ArrayBuffer>
  key: Uint8Array<ArrayBuffer>
  /** `AUTH_…` of MicroPython's `network`; 0: open. */
  security: number
  channel: number
  hidden: number
  maxClients: number
}

const authOpen = 0
const authWep = 1
const authWpaWpa2 = 4
/** Those of the SDK's own country, "CN", which MicroPython's `network.country` does not change. */
export const channelRange = { first: 1, last: 13 } as const

export const isChannelHeard = (channel: number): boolean =>
  channel >= channelRange.first && channel <= channelRange.last

/**
 * Whether `wifi_softap_set_config` takes it. Espressif's header: channels 1 to 13, no WEP; an access point with WPA
 * has a key of 8 to 63 characters.
 */
export function isConfigPossible(config: AccessPointConfig): boolean {
  const { ssid, key, security, channel } = config
  if (ssid.length < 1 || ssid.length > 32 || !isChannelHeard(channel)) return false
  if (security === authOpen) return true
  return security > authWep && security <= authWpaWpa2 && key.length >= 8 && key.length <= 63
}

const usualIfconfig = '192.168.4.1,255.255.255.0,192.168.4.1,208.67.222.222'
/** Last byte of the first address that its DHCP server gives away. */
const firstLease = 100

export class AccessPoint implements AccessPointConfig {
  active = false
  ssid = new Uint8Array(0)
  key = new Uint8Array(0)
  /** `AUTH_…` of MicroPython's `network`; 0: open. */
  security = 0
  channel = 1
  hidden = 0
  maxClients = 4
  /** Address, mask, gateway, DNS, separated by commas. */
  ifconfig = usualIfconfig
  clients: Station[] = []
  /** Set, and not yet in force. */
  #draft: Partial<AccessPointConfig> = {}

  set(change: Partial<AccessPointConfig>): void {
    this.#draft = { ...this.#draft, ...change }
  }

  /** Forgets what was set since the last call. */
  forget(): void {
    this.#draft = {}
  }

  /** Puts what was set in force, all of it or nothing. Returns whether the SDK takes it. */
  apply(): boolean {
    const { ssid, key, security, channel, hidden, maxClients } = this
    const next = { ssid, key, security, channel, hidden, maxClients, ...this.#draft }
    this.#draft = {}
    if (!isConfigPossible(next)) return false
    Object.assign(this, next)
    return true
  }

  get address(): string {
    return this.ifconfig.split(',')[0] ?? ''
  }

  /** Whether a station with this key passes the handshake. */
  admits(key: Uint8Array): boolean {
    return this.security === authOpen || sameBytes(this.key, key)
  }

  /** Lets a station in and gives it an address; undefined if there are `maxClients` already. */
  admit(): Station | undefined {
    if (this.clients.length >= this.maxClients) return undefined
    const taken = new Set(this.clients.map(({ address }) => address))
    const own = this.address
    let last = firstLease
    const lease = () => own.replace(/\d+$/, String(last))
    while (taken.has(lease()) || lease() === own) last++
    const station = { mac: Uint8Array.of(2, 0, 0, 0, 0, last - firstLease + 1), address: lease() }
    this.clients = [...this.clients, station]
    return station
  }

  /** After a reset of the chip: nobody is in it, and the address is the usual one. */
  reset(): void {
    this.clients = []
    this.ifconfig = usualIfconfig
  }
}
