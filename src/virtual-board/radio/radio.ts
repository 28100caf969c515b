/**
 * The radio of the ESP8266 as MicroPython's `network` sees it: a station, an access point, and the
 * configuration that the SDK stores. The station's status is computed from the time since `connect` and from
 * the network that it named. Both interfaces share one radio: the access point follows the station's channel,
 * and is deaf while the radio looks for networks on other ones.
 */
import type { Clock } from '../clock'
import { errno, type HostReply } from '../interpreter/host-calls'
import { AccessPoint, isChannelHeard } from './access-point'
import { Listeners } from './listeners'
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
/** From `connect` until the station has found its network, and with it the channel. */
const searchMs = 600
/** Between two searches for a network that is not on the air. */
const searchPauseMs = 1000

/** The access point has changed its channel: whoever was in it has lost it. */
export interface Hop {
  from: number
  to: number
}

interface Attempt {
  network?: WifiNetwork
  key: Uint8Array
  startedMs: number
  /** It was in the network when the router changed its mind. */
  isHeld?: boolean
}

export interface RadioOptions {
  clock: Clock
  /** The station's MAC; the access point's has the locally administered bit set. */
  mac: Uint8Array
  networks?: readonly WifiNetwork[]
}

export class Radio {
  /** Networks in reach; changed with `changeNetwork` while somebody is in them. */
  networks: WifiNetwork[]
  /** Duration of a scan of all channels, measured on the chip. */
  scanMs = 2100
  /** How many of the next scans fail. */
  scanFailures = 0
  /** False while nothing runs on the chip that starts the SDK: no power, or the bootloader. */
  isOn = true
  readonly station = { active: false, hostname: 'ESP-000000' }
  readonly accessPoint = new AccessPoint()
  /** Called when the access point or the networks have changed, and when stations come or go. */
  readonly changes = new Listeners<void>()
  readonly hops = new Listeners<Hop>()
  /** The station's configuration, which the SDK stores over resets. */
  stored: { ssid: Uint8Array; key: Uint8Array } | undefined
  readonly #clock: Clock
  readonly #mac: Uint8Array
  #attempt: Attempt | undefined
  #stationIfconfig: string | undefined
  #scanUntilMs = 0
  #cancelFollow = () => {}

  constructor({ clock, mac, networks = defaultNetworks }: RadioOptions) {
    this.#clock = clock
    this.#mac = mac
    this.networks = networks.map((network) => ({ ...network }))
    const tail = [...mac.subarray(3)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    this.station.hostname = `ESP-${tail.toUpperCase()}`
    this.accessPoint.ssid = new TextEncoder().encode(`MicroPython-${tail}`)
  }

  /** The networks on channels that the SDK listens to. */
  get heard(): WifiNetwork[] {
    return this.networks.filter(({ channel = 6 }) => isChannelHeard(channel))
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
    const network = this.heard.find((one) => sameBytes(ssidBytes(one), ssid))
    this.#attempt = { network, key, startedMs: this.#clock.now() }
    this.#cancelFollow()
    if (network && !network.off)
      this.#cancelFollow = this.#clock.after(searchMs, () => this.hop(network.channel ?? 6))
    return 0
  }

  disconnect(): void {
    this.#cancelFollow()
    this.#attempt = undefined
  }

  /** After a reset of the chip: no clients, and the SDK joins the stored network. */
  reset(): void {
    this.isOn = true
    this.accessPoint.reset()
    this.#stationIfconfig = undefined
    this.#scanUntilMs = 0
    this.disconnect()
    this.reconnect()
    this.changes.tell()
  }

  /** The chip has lost power, or is held in reset: without a word to anybody. */
  turnOff(): void {
    this.isOn = false
    this.accessPoint.clients = []
    this.disconnect()
    this.changes.tell()
  }

  setStationActive(active: boolean): void {
    this.station.active = active
    if (!active) this.disconnect()
  }

  setAccessPointActive(active: boolean): void {
    this.accessPoint.active = active
    if (!active) this.accessPoint.clients = []
    this.changes.tell()
  }

  /** After a change of its name, key or channel the access point starts again. */
  accessPointConfigured(): void {
    this.accessPoint.clients = []
    this.changes.tell()
  }

  get isAccessPointOnAir(): boolean {
    return this.isOn && this.accessPoint.active
  }

  /** Moves the access point to a channel; does nothing if it is there or closed. Its stations are dropped. */
  hop(to: number): void {
    const { accessPoint } = this
    const from = accessPoint.channel
    if (!this.isAccessPointOnAir || from === to) return
    accessPoint.channel = to
    accessPoint.clients = []
    this.hops.tell({ from, to })
    this.changes.tell()
  }

  /** A router does something else from now on. Who is in its network stays there unless it is off. */
  changeNetwork(network: WifiNetwork, change: Partial<WifiNetwork>): void {
    const stays = this.connected === network
    Object.assign(network, change)
    if (this.#attempt?.network === network) {
      if (stays && !network.off) this.#attempt.isHeld = true
      else this.reconnect() // the SDK tries again by itself
    }
    this.changes.tell()
  }

  scanStarts(): void {
    this.#scanUntilMs = this.#clock.now() + this.scanMs
  }

  /** When the access point hears its stations next, on the board's clock; not before now. */
  get hearsFromMs(): number {
    return Math.max(this.#clock.now(), this.#scanUntilMs, this.#searchEndsMs())
  }

  /** While its network is not on the air, the station scans all channels again and again. */
  #searchEndsMs(): number {
    if (!this.#attempt) return 0
    const { network, startedMs } = this.#attempt
    if (network && !network.off) return startedMs + searchMs
    const round = this.scanMs + searchPauseMs
    const before = Math.floor((this.#clock.now() - startedMs) / round) * round
    return startedMs + before + this.scanMs
  }

  /** One of `stationStatus`. */
  get status(): number {
    if (!this.#attempt) return stationStatus.idle
    const { network, key, startedMs, isHeld } = this.#attempt
    const sinceMs = this.#clock.now() - startedMs
    const after = (ms: number, then: number) => (sinceMs < ms ? stationStatus.connecting : then)
    if (!network || network.off) return after(notFoundMs, stationStatus.noApFound)
    if (isHeld) return stationStatus.gotIp
    if (network.refuses || !sameBytes(key, new TextEncoder().encode(network.key ?? '')))
      return after(refusalMs, stationStatus.wrongPassword)
    // With a static address the SDK asks nobody.
    const addressMs = this.#stationIfconfig ? 0 : (network.dhcpMs ?? usualDhcpMs)
    return after(associationMs + addressMs, stationStatus.gotIp)
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
