/** The world's radio: what a scan sees and how each network behaves, all scripted. */
import {
  errno,
  type HostReply,
  type HostRequest,
} from '../../src/virtual-board/interpreter/host-calls'
import { AccessPoint } from '../../src/virtual-board/radio/access-point'

export const STAT = {
  idle: 0,
  connecting: 1,
  wrongPassword: 2,
  noApFound: 3,
  connectFail: 4,
  gotIp: 5,
}

export interface ScriptedNetwork {
  ssid: string | Uint8Array
  /** Empty or missing: an open network. */
  key?: string
  channel?: number
  rssi?: number
  /** Not named in a scan. */
  hidden?: boolean
  /** Not on the air at all right now. */
  off?: boolean
  /** When the address comes, after the attempt began; Infinity: never (no DHCP). */
  addressAfterMs?: number
  ip?: string
  /** The status while the router refuses, whatever the key. */
  refuses?: number
  /** As `network.AUTH_…`; by default WPA2 if it has a key. */
  security?: number
}

const bytes = (text: string | Uint8Array) =>
  typeof text === 'string' ? new TextEncoder().encode(text) : text
const equal = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0

export class ScriptedRadio {
  networks: ScriptedNetwork[] = []
  /** MAC addresses that are attached to the access point. */
  stations = 0
  knowsStations = true
  scanFails = 0
  /** Nobody gives out addresses, whatever the status says. */
  addressless = false
  scans = 0
  readonly attempts: { ssid: Uint8Array; key: Uint8Array; atMs: number }[] = []
  /** As the SDK's own is configured; it refuses what that refuses. */
  readonly softAp = new AccessPoint()
  readonly accessPoint = { active: false, essid: '', channel: 0, ip: '', changes: [] as string[] }
  /** What the board has set in the place of DHCP. */
  staticIfconfig: string | undefined
  /** Each change of the station's address, "dhcp" among them. */
  readonly addresses: string[] = []
  hostname = 'ESP-A1B2C3'
  disconnects = 0
  #stationActive = false
  #attempt: { network?: ScriptedNetwork; key: Uint8Array; atMs: number } | undefined
  readonly #nowMs: () => number

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  get status(): number {
    if (!this.#attempt) return STAT.idle
    const { network, key, atMs } = this.#attempt
    const sinceMs = this.#nowMs() - atMs
    if (sinceMs < 1000) return STAT.connecting
    if (!network || network.off) return STAT.noApFound
    if (network.refuses !== undefined) return network.refuses
    if (!equal(key, bytes(network.key ?? ''))) return STAT.wrongPassword
    const addressMs = this.staticIfconfig ? 1500 : (network.addressAfterMs ?? 3000)
    return sinceMs >= addressMs ? STAT.gotIp : STAT.connecting
  }

  answer({ op, args, data }: HostRequest): HostReply {
    const isStation = Number(args[0]) === 0
    switch (op) {
      case 'wlan.active':
        return this.#active(isStation, args[1])
      case 'wlan.connect':
        return this.#connect(data, Number(args[0]), Number(args[1]))
      case 'wlan.disconnect':
        this.disconnects++
        this.#attempt = undefined
        return 0
      case 'wlan.status':
        return this.status
      case 'wlan.rssi':
        return -50
      case 'wlan.stations':
        return this.knowsStations ? new Uint8Array(6 * this.stations).fill(2) : -errno.EINVAL
      case 'wlan.scan':
        return this.#scan()
      case 'wlan.get':
        if (args[1] === 'mac') return Uint8Array.of(0x5e, 0xcf, 0x7f, 0xa1, 0xb2, 0xc3)
        return args[1] === 'hostname' ? this.hostname : -errno.EINVAL
      case 'wlan.set':
        return this.#set(isStation, String(args[1]), args[2], data)
      case 'wlan.apply':
        return this.#apply(isStation, Boolean(args[1]))
      case 'wlan.ifconfig':
        return this.#ifconfig(isStation, args[1])
      default:
        return -errno.EINVAL
    }
  }

  #active(isStation: boolean, on: unknown): HostReply {
    const { accessPoint } = this
    if (on === undefined) return Number(isStation ? this.#stationActive : accessPoint.active)
    if (isStation) this.#stationActive = Boolean(on)
    else accessPoint.active = Boolean(on)
    if (!isStation) accessPoint.changes.push(on ? 'on' : 'off')
    return 0
  }

  #connect(data: Uint8Array, ssidLength: number, keyLength: number): HostReply {
    const ssid = data.slice(0, ssidLength)
    const key = data.slice(ssidLength, ssidLength + keyLength)
    const network = this.networks.find((one) => equal(bytes(one.ssid), ssid))
    if (network && !network.off)
      this.accessPoint.channel = this.softAp.channel = network.channel ?? 6
    const atMs = this.#nowMs()
    this.#attempt = { network, key, atMs }
    this.attempts.push({ ssid, key, atMs })
    return this.#stationActive && ssid.length ? 0 : -errno.EINVAL
  }

  #scan(): HostReply {
    this.scans++
    if (this.scanFails-- > 0) return -errno.EINVAL
    const onAir = this.networks.filter((network) => !network.off)
    return Buffer.concat(onAir.map((network) => scanRecord(network)))
  }

  #set(isStation: boolean, name: string, value: unknown, data: Uint8Array): HostReply {
    if (!isStation && name === 'ssid') this.softAp.set({ ssid: data.slice() })
    if (!isStation && name === 'key') this.softAp.set({ key: data.slice() })
    if (!isStation && name === 'security') this.softAp.set({ security: Number(value) })
    if (!isStation && name === 'channel') this.softAp.set({ channel: Number(value) })
    if (name === 'hostname') this.hostname = String(value)
    return 0
  }

  #apply(isStation: boolean, on: boolean): HostReply {
    if (isStation) return 0
    if (!on) this.softAp.forget()
    else if (!this.softAp.apply()) return -errno.EINVAL
    this.accessPoint.essid = new TextDecoder().decode(this.softAp.ssid)
    this.accessPoint.channel = this.softAp.channel
    return 0
  }

  #ifconfig(isStation: boolean, values: unknown): HostReply {
    if (isStation && values !== undefined) {
      this.addresses.push(String(values))
      this.staticIfconfig = values === 'dhcp' ? undefined : String(values)
      return 0
    }
    if (isStation) {
      if (this.status === STAT.gotIp && this.staticIfconfig) return this.staticIfconfig
      const ip =
        this.status === STAT.gotIp && !this.addressless
          ? (this.#attempt?.network?.ip ?? '192.168.1.23')
          : '0.0.0.0'
      return `${ip},255.255.255.0,192.168.1.1,192.168.1.1`
    }
    if (values !== undefined) {
      this.accessPoint.ip = String(values)
      return 0
    }
    return this.accessPoint.ip || '192.168.4.1,255.255.255.0,192.168.4.1,0.0.0.0'
  }
}

/** 43 bytes, as modules/network.py unpacks them. */
function scanRecord({
  ssid,
  key,
  channel = 6,
  rssi = -60,
  hidden,
  security = key ? 3 : 0,
}: ScriptedNetwork): Buffer {
  const record = Buffer.alloc(43)
  const name = hidden ? new Uint8Array(0) : bytes(ssid)
  record[0] = name.length
  record.set(name, 1)
  record[39] = channel
  record[40] = rssi + 128
  record[41] = security
  record[42] = Number(Boolean(hidden))
  return record
}
