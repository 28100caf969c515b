/** What a preset would do to a board, in plain words, for the review of an opened link. */
import m from '../messages/compiled/preset-effects'
import { enumeration } from '../messages/format'
import { usualBaudRate, type Preset } from './schema'
import { firmwareWords } from './words'

const labels = ({ fields }: Preset['portal']) =>
  enumeration(fields.map(({ label }) => m.fieldLabel({ label })))

/** One sentence for each thing that the preset decides; the defaults of no interest are left out. */
export function presetEffects(preset: Preset): string[] {
  const { flash, portal, app } = preset
  const { accessPointName, accessPointAddress: address, hostname } = portal
  return [
    flash.eraseAll ? m.erase() : m.replace(),
    m.write({ firmware: firmwareWords(preset) }),
    accessPointName ? m.accessPoint({ name: accessPointName }) : m.accessPointByAddress(),
    m.portalAddress({ address }),
    ...(hostname ? [m.hostname({ name: hostname })] : []),
    ...(portal.fields.length ? [m.fields({ labels: labels(portal) })] : []),
    ...(app ? [m.app(app)] : []),
    ...(flash.mode === 'keep' ? [] : [m.flashMode({ mode: flash.mode.toUpperCase() })]),
    ...(flash.baudRate >= usualBaudRate ? [] : [m.baudRate({ rate: String(flash.baudRate) })]),
  ]
}
