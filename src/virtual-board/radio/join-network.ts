/** How a phone joins a network: association, key, address by DHCP, each in its time. */
import { JoinError, type VisibleNetwork } from '../../phone/phone-link'
import type { Clock } from '../clock'
import type { Station } from './access-point'
import { boardAtAddress } from './board-at-address'
import type { InternetServers } from './internet'
import type { Route } from './membership'
import type { Network } from './network'
import { sameBytes, ssidBytes, type WifiNetwork } from './networks'
import type { Radio } from './radio'
import { homeHosts } from './home-network'

const associationMs = 300
const handshakeMs = 300
/** A wrong key shows after the handshake's retries. */
const refusalMs = 1500
const dhcpMs = 400
/** How long a phone asks for an address, and for a network that it has just seen. */
const noAddressMs = 12_000
const notFoundMs = 6000

export interface JoinContext {
  clock: Clock
  /** The highest channel that the phone hears. */
  lastChannel?: number
  radio: Radio
  network: Network
  internet: InternetServers
  /** Resolves after so many ms of the clock; rejects when the phone has given up. */
  pause(ms: number): Promise<void>
}

/** @throws JoinError */
export function joinNetwork(
  context: JoinContext,
  visible: VisibleNetwork,
  key: string,
): Promise<Route> {
  return visible.isBoard
    ? joinBoard(context, visible, key)
    : joinHome(context, visible, new TextEncoder().encode(key))
}

async function joinBoard(context: JoinContext, visible: VisibleNetwork, key: string) {
  const { radio, lastChannel = 13 } = context
  const isNamed = () => sameBytes(radio.accessPoint.ssid, visible.ssid)
  const isHeard = () => isNamed() && radio.accessPoint.channel <= lastChannel
  await heardFor(context, associationMs, isHeard)
  if (radio.accessPoint.clients.length >= radio.accessPoint.maxClients) throw new JoinError('full')
  if (!radio.accessPoint.admits(new TextEncoder().encode(key))) {
    await context.pause(refusalMs)
    throw new JoinError('wrong-password')
  }
  await heardFor(context, handshakeMs, () => true)
  const station = radio.accessPoint.admit()
  if (!station) throw new JoinError('full')
  radio.changes.tell()
  try {
    await heardFor(context, dhcpMs, () => radio.accessPoint.clients.includes(station))
  } catch (error) {
    leaveBoard(radio, station)
    throw error
  }
  return boardRoute(context, visible, station)
}

/** The radio has to stay on the access point's channel for so long, and `isThere` has to hold. */
async function heardFor(context: JoinContext, ms: number, isThere: () => boolean): Promise<void> {
  const { clock, radio, pause } = context
  const untilMs = clock.now() + notFoundMs
  while (radio.isAccessPointOnAir && isThere() && clock.now() < untilMs) {
    const deafMs = radio.hearsFromMs - clock.now()
    await pause(deafMs > 0 ? deafMs : ms)
    if (deafMs <= 0 && radio.hearsFromMs <= clock.now() && radio.isAccessPointOnAir && isThere()) {
      return
    }
  }
  await pause(Math.max(0, untilMs - clock.now()))
  throw new JoinError('not-found')
}

function boardRoute(context: JoinContext, visible: VisibleNetwork, station: Station): Route {
  const { radio, network } = context
  const { accessPoint } = radio
  const own = accessPoint.address
  const isIn = () => radio.isAccessPointOnAir && accessPoint.clients.includes(station)
  const board = boardAtAddress(network, isIn)
  return {
    joined: { network: visible, address: station.address, router: own, dns: own },
    // lwIP takes what comes for any of its addresses.
    hostAt: (address) =>
      address === own || (radio.connected && address === stationAddress(radio)) ? board : undefined,
    hearsFromMs: () => radio.hearsFromMs,
    state: () => (isIn() ? 'in' : radio.isOn ? 'out' : 'silent'),
    leave: () => leaveBoard(radio, station),
  }
}

function leaveBoard(radio: Radio, station: Station): void {
  radio.accessPoint.clients = radio.accessPoint.clients.filter((client) => client !== station)
  radio.changes.tell()
}

const stationAddress = (radio: Radio) => radio.stationIfconfig.split(',')[0]

async function joinHome(context: JoinContext, visible: VisibleNetwork, key: Uint8Array) {
  const { radio, pause } = context
  const find = () => radio.networks.find((one) => sameBytes(ssidBytes(one), visible.ssid))
  await pause(associationMs)
  const home = find()
  if (!home || home.off) {
    await pause(notFoundMs)
    throw new JoinError('not-found')
  }
  if (home.refuses || !sameBytes(key, new TextEncoder().encode(home.key ?? ''))) {
    await pause(refusalMs)
    throw new JoinError('wrong-password')
  }
  await pause(handshakeMs)
  const leaseMs = home.dhcpMs === undefined ? dhcpMs : Math.max(dhcpMs, home.dhcpMs)
  await pause(Math.min(leaseMs, noAddressMs))
  if (home.off) throw new JoinError('not-found')
  if (leaseMs > noAddressMs) throw new JoinError('no-address')
  return homeRoute(context, visible, home)
}

function homeRoute(context: JoinContext, visible: VisibleNetwork, home: WifiNetwork): Route {
  const { radio } = context
  const isIn = () => !home.off && radio.networks.includes(home)
  const { address, router, hostAt } = homeHosts(context, home, isIn)
  return {
    joined: { network: visible, address, router, dns: router },
    hostAt,
    hearsFromMs: () => 0,
    state: () => (isIn() ? 'in' : 'silent'),
    leave: () => undefined,
  }
}
