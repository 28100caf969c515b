/** What is around a board's antenna, the same over all its resets; tests and scripts change it while it runs. */
import type { Clock } from '../clock'
import { Network } from './network'
import type { WifiNetwork } from './networks'
import { Radio } from './radio'

export interface RadioEnvironment {
  radio: Radio
  network: Network
}

/** AUTH_WPA_WPA2_PSK of MicroPython's `network`. */
const wpaWpa2Psk = 4

/**
 * As the first boot of MicroPython leaves a board: with an access point of its own (modules/inisetup.py). It is
 * on the air as soon as MicroPython runs.
 * @param mac  of the station, six bytes
 */
export function firstBootEnvironment(
  clock: Clock,
  mac: Uint8Array,
  networks?: readonly WifiNetwork[],
): RadioEnvironment {
  const radio = new Radio({ clock, mac, networks })
  radio.isOn = false
  radio.accessPoint.key = new TextEncoder().encode('micropythoN')
  radio.accessPoint.security = wpaWpa2Psk
  radio.setAccessPointActive(true)
  return { radio, network: new Network() }
}
