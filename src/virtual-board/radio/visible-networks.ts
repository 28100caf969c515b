/** What a phone beside the board sees on the air. */
import type { VisibleNetwork } from '../../phone/phone-link'
import { ssidBytes, type WifiNetwork } from './networks'
import type { Radio } from './radio'

/** dBm of an access point in arm's reach. */
const besidePhone = -35
/** From so many dBm on there is another bar. */
const barLimits = [-78, -67, -55]
const usualRssi = -60

const bars = (rssi: number) => 1 + barLimits.filter((limit) => rssi >= limit).length

/** As a phone shows it: UTF-8, everything else and control characters as `\x..`. */
export function shownName(ssid: Uint8Array): string {
  const escaped = (byte: number) => `\\x${byte.toString(16).padStart(2, '0')}`
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(ssid)
    // eslint-disable-next-line no-control-regex -- those are what must not be shown
    return text.replace(/[\x00-\x1f\x7f-\x9f]/g, (one) => escaped(one.charCodeAt(0)))
  } catch {
    const isPlain = (byte: number) => byte >= 0x20 && byte < 0x7f
    return [...ssid]
      .map((byte) => (isPlain(byte) ? String.fromCharCode(byte) : escaped(byte)))
      .join('')
  }
}

function boardNetwork({ accessPoint }: Radio): VisibleNetwork {
  const ssid = accessPoint.ssid.slice()
  const secured = accessPoint.security !== 0
  return { ssid, name: shownName(ssid), secured, bars: bars(besidePhone), isBoard: true }
}

function otherNetwork(network: WifiNetwork): VisibleNetwork {
  const ssid = ssidBytes(network)
  const secured = Boolean(network.key)
  return {
    ssid,
    name: shownName(ssid),
    secured,
    bars: bars(network.rssi ?? usualRssi),
    isBoard: false,
  }
}

/**
 * The strongest first.
 * @param seesBoard    false while the phone has not found it again
 * @param lastChannel  the highest that the phone hears
 */
export function visibleNetworks(
  radio: Radio,
  seesBoard: boolean,
  lastChannel = 13,
): VisibleNetwork[] {
  const { accessPoint } = radio
  const hears = (channel: number) => channel <= lastChannel
  const isBoardSeen = radio.isAccessPointOnAir && !accessPoint.hidden && hears(accessPoint.channel)
  const others = radio.networks.filter(
    ({ off, hidden, channel = 6 }) => !off && !hidden && hears(channel),
  )
  const strongest = others.sort((a, b) => (b.rssi ?? usualRssi) - (a.rssi ?? usualRssi))
  return [
    ...(seesBoard && isBoardSeen ? [boardNetwork(radio)] : []),
    ...strongest.map(otherNetwork),
  ]
}
