/**
 * The radio of the ESP8266 as MicroPython's `network` sees it: a station, an access point, and the
 * configuration that the SDK stores. The station's status is computed from the time since `connect` and from
 * the network that it named; nothing runs in the background.
 */
import type { Clock } from '../clock'
import { errno, type HostReply } from '../interpreter/host-calls'
import { defaultNetworks, sameBytes, ssidBytes, type WifiNetwork } from './networks'

/** `STAT_…` of MicroPython's `network`. */
export const stationStatus = {
  idle: 0,
  connecting: 1,
  wrongPassword: 2,
  noApFound: 3,
  connectFail: 4,
  gotIp: 5,
} as const

/** Measured on boards with few networks around: association, then DHCP; a refused key takes the handshake's retries. */
const associationMs = 1200
const usualDhcpMs = 900
const refusalMs = 2800
const notFoundMs = 2200

const usualAccessPoint = '192.168.4.1,255.255.255.0,192.168.4.1,208.67.222.222'

export interface Station {
  mac: Uint8Array
  address: string
}

export interface RadioOptions {
  clock: Clock
  /** The station's MAC; the access point's has the locally administered bit set. */
  mac: Uint8Array
  networks?: readonly WifiNetwork[]
}

export class Radio {
  /** Networks in reach; may be changed at any time. */
  networks: WifiNetwork[]
  /** Duration of a scan of all channels, measured on the chip. */
  scanMs = 2100
  /** Called when the station starts to join a network that is on the air: both interfaces share its channel. */
  onAttempt = (_network: WifiNetwork): void => {}
  /** How many of the next scans fail. */
  scanFailures = 0
  readonly station = { active: false, hostname: 'ESP-000000' }
  readonly accessPoint = {
    active: false,
    ssid: new Uint8Array(0),
    key: new Uint8Array(0),
    security: 0,
    channel: 1,
    hidden: 0,
    maxClients: 4,
    ifconfig: usualAccessPoint,
    clients: [] as Station[],
  }
  /** The station's configuration, which the SDK stores over resets. */
  stored: { ssid: Uint8Array; key: Uint8Array } | undefined
  readonly #clock: Clock
  readonly #mac: Uint8Array
  #attempt: { network?: WifiNetwork; key: Uint8Array; startedMs: number } | undefined
  #stationIfconfig: string | undefined

  constructor({ clock, mac, networks = defaultNetworks }: RadioOptions) {
    this.#clock = clock
    this.#mac = mac
    this.networks = networks.map((network) => ({ ...network }))
    const tail = [...mac.subarray(3)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    this.station.hostname = `ESP-${tail.toUpperCase()}`
    this.accessPoint.ssid = new TextEncoder().encode(`MicroPython-${tail}`)
  }

  /** MAC address of an interface: 0 station, 1 access point. */
  mac(interfaceId: number): Uint8Array {
    const mac = this.#mac.slice()
    if (interfaceId === 1) mac[0] = (mac[0] ?? 0) | 2
    return mac
  }

  /** Returns 0 or a negative errno. */
  connect(ssid: Uint8Array, key: Uint8Array): HostReply {
    if (!this.station.active || ssid.length === 0 || ssid.length > 32) return -errno.EINVAL
    this.stored = { ssid, key }
    return this.reconnect()
  }

  /** Connects with the stored configuration; returns 0 or a negative errno. */
  reconnect(): HostReply {
    if (!this.station.active || !this.stored) return -errno.EINVAL
    const { ssid, key } = this.stored
    const network = this.networks.find((one) => sameBytes(ssidBytes(one), ssid))
    this.#attempt = { network, key, startedMs: this.#clock.now() }
    if (network && !network.off) this.onAttempt(network)
    return 0
  }

  disconnect(): void {
    this.#attempt = undefined
  }

  /** After a reset of the chip: no clients, and the SDK joins the stored network. */
  reset(): void {
    this.accessPoint.clients = []
    this.accessPoint.ifconfig = usualAccessPoint
    this.#stationIfconfig = undefined
    this.disconnect()
    this.reconnect()
  }

  setStationActive(active: boolean): void {
    this.station.active = active
    if (!active) this.disconnect()
  }

  setAccessPointActive(active: boolean): void {
    this.accessPoint.active = active
    if (!active) this.accessPoint.clients = []
  }

  /** One of `stationStatus`. */
  get status(): number {
    if (!this.#attempt) return stationStatus.idle
    const { network, key, startedMs } = this.#attempt
    const sinceMs = this.#clock.now() - startedMs
    const after = (ms: number, then: number) => (sinceMs < ms ? stationStatus.connecting : then)
    if (!network || network.off) return after(notFoundMs, stationStatus.noApFound)
    if (network.refuses || !sameBytes(key, new TextEncoder().encode(network.key ?? '')))
      return after(refusalMs, stationStatus.wrongPassword)
    return after(associationMs + (network.dhcpMs ?? usualDhcpMs), stationStatus.gotIp)
  }

  /** The network that the station is in, with an IPv4 address. */
  get connected(): WifiNetwork | undefined {
    return this.status === stationStatus.gotIp ? this.#attempt?.network : undefined
  }

  /** dBm; 31 without a connection. */
  get rssi(): number {
    return this.connected?.rssi ?? 31 // what the SDK answers without a connection
  }

  /** Address, mask, gateway, DNS of the station, separated by commas. */
  get stationIfconfig(): string {
    const { connected } = this
    if (!connected) return '0.0.0.0,0.0.0.0,0.0.0.0,0.0.0.0'
    if (this.#stationIfconfig) return this.#stationIfconfig
    const address = connected.address ?? '192.168.1.42'
    const router = address.replace(/\d+$/, '1')
    return `${address},255.255.255.0,${router},${router}`
  }

  /** Undefined goes back to DHCP. */
  setStationIfconfig(values: string | undefined): void {
    this.#stationIfconfig = values
  }
}
