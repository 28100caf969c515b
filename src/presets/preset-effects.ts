/** What a preset would do to a board, in plain words, for the review of an opened link. */
import m from '../messages/compiled/preset-effects'
import { enumeration } from '../messages/format'
import { usualBaudRate, type Preset } from './schema'
import { usualNetmask, type Station } from './station'
import { firmwareWords } from './words'

/** The access point, and what it asks for. */
function accessPointWords({ accessPointName, password }: Preset['portal']): string[] {
  const open = password === undefined
  const name = accessPointName
  if (open) return [name ? m.accessPoint({ name }) : m.accessPointByAddress()]
  return [
    name ? m.protectedAccessPoint({ name }) : m.protectedByAddress(),
    password.is === 'own' ? m.ownPassword() : m.sharedPassword({ password: password.text }),
  ]
}

/** When it opens and closes; where the board is found at home. */
function openingWords({ opens, closesAfter, station }: Preset['portal']): string[] {
  const { button, powerCycles } = opens ?? {}
  return [
    ...(button === undefined ? [] : [m.button({ pin: button })]),
    ...(powerCycles === undefined ? [] : [m.powerCycles({ count: powerCycles })]),
    ...(closesAfter === undefined ? [] : [m.closesAfter({ minutes: closesAfter })]),
    ...(station ? stationWords(station) : []),
  ]
}

/** Whoever chooses router and DNS server sees what the board sends, or leads it elsewhere. */
function stationWords({ ip, gateway, netmask, dns }: Station): string[] {
  return [
    m.station({ address: ip }),
    m.gateway({ gateway }),
    ...(netmask && netmask !== usualNetmask ? [m.netmask({ netmask })] : []),
    ...(dns && dns !== gateway ? [m.dns({ dns })] : []),
  ]
}

const labels = ({ fields }: Preset['portal']) =>
  enumeration(fields.map(({ label }) => m.fieldLabel({ label })))

/** One sentence for each thing that the preset decides; the defaults of no interest are left out. */
export function presetEffects(preset: Preset): string[] {
  const { flash, portal, app } = preset
  const { accessPointAddress: address, hostname } = portal
  return [
    flash.eraseAll ? m.erase() : m.replace(),
    m.write({ firmware: firmwareWords(preset) }),
    ...accessPointWords(portal),
    ...openingWords(portal),
    m.portalAddress({ address }),
    ...(hostname ? [m.hostname({ name: hostname })] : []),
    ...(portal.fields.length ? [m.fields({ labels: labels(portal) })] : []),
    ...(app ? [m.app(app)] : []),
    ...(flash.mode === 'keep' ? [] : [m.flashMode({ mode: flash.mode.toUpperCase() })]),
    ...(flash.baudRate >= usualBaudRate ? [] : [m.baudRate({ rate: String(flash.baudRate) })]),
  ]
}
