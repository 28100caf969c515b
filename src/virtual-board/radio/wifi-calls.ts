/** The `wlan.*` operations of host-calls.ts on the virtual radio. */
import type { Clock } from '../clock'
import { errno, type HostReply, type HostRequest, type Waiting } from '../interpreter/host-calls'
import { ssidBytes } from './networks'
import type { Radio } from './radio'
import { scanRecords } from './scan-records'

const station = 0

function active(radio: Radio, interfaceId: number, on: unknown): HostReply {
  const isStation = interfaceId === station
  if (on === undefined) return Number(isStation ? radio.station.active : radio.accessPoint.active)
  if (isStation) radio.setStationActive(Boolean(on))
  else radio.setAccessPointActive(Boolean(on))
  return 0
}

function connect(radio: Radio, { args, data }: HostRequest): HostReply {
  const [ssidLength, keyLength] = [Number(args[0]), Number(args[1])]
  if (ssidLength < 0) return radio.reconnect()
  return radio.connect(data.slice(0, ssidLength), data.slice(ssidLength, ssidLength + keyLength))
}

function scan(radio: Radio, clock: Clock): HostReply | Waiting {
  if (radio.scanFailures > 0) {
    radio.scanFailures--
    return -errno.EINVAL
  }
  radio.scanStarts()
  const found = scanRecords(radio.heard)
  return { poll: () => undefined, untilMs: clock.now() + radio.scanMs, expired: found }
}

function get(radio: Radio, interfaceId: number, name: string): HostReply {
  if (name === 'mac') return radio.mac(interfaceId)
  if (name === 'hostname') return radio.station.hostname
  if (name === 'protocol') return 3
  if (interfaceId === station) {
    const joined = radio.connected
    return name === 'ssid' ? (joined ? ssidBytes(joined) : new Uint8Array(0)) : -errno.EINVAL
  }
  const { ssid, security, channel, hidden, maxClients } = radio.accessPoint
  const values: Record<string, HostReply> = { ssid, security, channel, hidden }
  return values[name] ?? (name === 'max_clients' ? maxClients : -errno.EINVAL)
}

function configure(radio: Radio, name: string, value: unknown, data: Uint8Array): HostReply {
  const { accessPoint } = radio
  if (name === 'ssid') accessPoint.set({ ssid: data.slice() })
  else if (name === 'key') accessPoint.set({ key: data.slice() })
  else if (name === 'security') accessPoint.set({ security: Number(value) })
  else if (name === 'channel') accessPoint.set({ channel: Number(value) })
  else if (name === 'hidden') accessPoint.set({ hidden: Number(value) })
  else if (name === 'max_clients') accessPoint.set({ maxClients: Number(value) })
  else return -errno.EINVAL
  return 0
}

function apply(radio: Radio, interfaceId: number, on: unknown): HostReply {
  if (interfaceId === station) return 0
  if (!on) radio.accessPoint.forget()
  else if (!radio.accessPoint.apply()) return -errno.EINVAL
  else radio.accessPointConfigured()
  return 0
}

function set(radio: Radio, { args, data }: HostRequest): HostReply {
  const [interfaceId, name, value] = [Number(args[0]), String(args[1]), args[2]]
  if (name === 'hostname') radio.station.hostname = String(value)
  else if (['protocol', 'pm', 'mac', 'reconnects', 'txpower'].includes(name)) return 0
  else if (interfaceId === station) return -errno.EINVAL
  else return configure(radio, name, value, data)
  return 0
}

function ifconfig(radio: Radio, interfaceId: number, values: unknown): HostReply {
  if (values === undefined) {
    return interfaceId === station ? radio.stationIfconfig : radio.accessPoint.ifconfig
  }
  const text = String(values)
  if (interfaceId === station) radio.setStationIfconfig(text === 'dhcp' ? undefined : text)
  else radio.accessPoint.ifconfig = text
  return 0
}

/** Runs a `wlan.…` operation. */
export function wifiCall(radio: Radio, clock: Clock, request: HostRequest): HostReply | Waiting {
  const { op, args } = request
  const interfaceId = Number(args[0])
  switch (op) {
    case 'wlan.active':
      return active(radio, interfaceId, args[1])
    case 'wlan.connect':
      return connect(radio, request)
    case 'wlan.disconnect':
      radio.disconnect()
      return 0
    case 'wlan.status':
      return radio.status
    case 'wlan.rssi':
      return radio.rssi
    case 'wlan.stations':
      return Uint8Array.from(radio.accessPoint.clients.flatMap(({ mac }) => [...mac]))
    case 'wlan.scan':
      return scan(radio, clock)
    case 'wlan.get':
      return get(radio, interfaceId, String(args[1]))
    case 'wlan.set':
      return set(radio, request)
    case 'wlan.apply':
      return apply(radio, interfaceId, args[1])
    case 'wlan.ifconfig':
      return ifconfig(radio, interfaceId, args[1])
    default:
      return -errno.EINVAL
  }
}
