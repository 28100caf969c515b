/** A scan's result as bytes, 43 for each network; modules/network.py unpacks them. */
import { ssidBytes, type WifiNetwork } from './networks'

const recordBytes = 43
const wpa2 = 3

function record(network: WifiNetwork, index: number): Uint8Array {
  const bytes = new Uint8Array(recordBytes)
  const ssid = network.hidden ? new Uint8Array(0) : ssidBytes(network).subarray(0, 32)
  bytes[0] = ssid.length
  bytes.set(ssid, 1)
  bytes.set([0x02, 0x57, 0x49, 0x46, 0x49, index], 33) // a locally administered BSSID
  bytes[39] = network.channel ?? 6
  bytes[40] = (network.rssi ?? -60) + 128
  bytes[41] = network.key ? wpa2 : 0
  bytes[42] = network.hidden ? 1 : 0
  return bytes
}

/** At most 32 networks; a hidden one has an empty name. */
export function scanRecords(networks: readonly WifiNetwork[]): Uint8Array {
  const onAir = networks.filter((network) => !network.off).slice(0, 32)
  const bytes = new Uint8Array(onAir.length * recordBytes)
  onAir.forEach((network, i) => bytes.set(record(network, i), i * recordBytes))
  return bytes
}
