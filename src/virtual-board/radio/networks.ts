/**
 * The Wi-Fi networks around the virtual board. The default ones are chosen to be difficult: a
 * password, none, a hidden name, and a name with everything that breaks naive credential files.
 */

export interface WifiNetwork {
  /** Text, or 1 to 32 bytes. */
  ssid: string | Uint8Array
  /** 8–63 characters; empty or missing: an open network. */
  key?: string
  /** 1 to 14; default 6. */
  channel?: number
  /** dBm; a scan shows -60 by default. */
  rssi?: number
  /** Its beacons carry no name. */
  hidden?: boolean
  /** Not on the air right now, like a router that still boots. */
  off?: boolean
  /** It refuses every key, also the right one. */
  refuses?: boolean
  /** From association to IPv4 address, in ms; Infinity: there is no DHCP server. */
  dhcpMs?: number
  /** The station's IPv4 address there; default 192.168.1.42. */
  address?: string
}

export const defaultNetworks: readonly WifiNetwork[] = [
  { ssid: 'Home', key: 'correct horse', channel: 6, rssi: -48, address: '192.168.1.23' },
  { ssid: 'Café "Zürich", 2. Stock', key: 'grüezi, mitenand', channel: 11, rssi: -61 },
  { ssid: 'Library', channel: 1, rssi: -70, address: '10.20.30.40' },
  { ssid: 'Attic', key: 'out of sight', channel: 6, rssi: -66, hidden: true },
]

/** The network that a story of the page is told with; it is there from the start. */
export const homeNetwork = defaultNetworks[0] as WifiNetwork & { ssid: string; key: string }

/** A second one at home, which a story may switch on. */
export const secondNetwork = {
  ssid: 'Garden',
  key: 'sunflower',
  channel: 6,
  rssi: -57,
  address: '192.168.2.23',
  off: true,
} as const

/** Around the board in the page: what is difficult, and people next door. */
export const pageNetworks: readonly WifiNetwork[] = [
  ...defaultNetworks,
  secondNetwork,
  { ssid: 'Flat 3B', key: 'not for you, sorry', channel: 1, rssi: -76 },
  { ssid: '🐈 upstairs', key: 'purr purr purr', channel: 11, rssi: -82 },
]

export const ssidBytes = ({ ssid }: Pick<WifiNetwork, 'ssid'>): Uint8Array =>
  typeof ssid === 'string' ? new TextEncoder().encode(ssid) : ssid

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i])
