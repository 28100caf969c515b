/** The preset and what was asked for, without what is nobody's business. */
import m from '../messages/compiled/report'
import type { Preset } from '../presets/schema'
import type { Asked, ReportFacts } from './facts'

export const settingsLines = (
  { preset, asked }: Pick<ReportFacts, 'preset' | 'asked'>,
  names: boolean,
): string[] => [
  ...(preset ? presetLines(preset, names) : []),
  ...(asked ? askedLines(asked, names) : []),
]

/** Text that may tell who or where somebody is. */
const own = (text: string, shown: boolean) => {
  if (text === '') return m.own.default()
  return shown ? text : m.own.set({ length: String(text.length) })
}

function presetLines({ board, firmware, flash, portal }: Preset, names: boolean): string[] {
  return [
    m.preset.line({
      board,
      firmware:
        firmware.source === 'file' ? m.preset.ownFile() : `${firmware.variant} ${firmware.version}`,
      flashMode: flash.mode,
      baudRate: String(flash.baudRate),
      eraseAll: yes(flash.eraseAll),
    }),
    m.preset.portal({
      accessPointName: own(portal.accessPointName, names),
      address: portal.accessPointAddress,
      hostname: own(portal.hostname, names),
      fields: String(portal.fields.length),
    }),
  ]
}

function askedLines(asked: Asked, names: boolean): string[] {
  const { flashMode, baudRate, eraseAll, owners, wifi, filesystem, firmwareBytes } = asked
  const told: [(values: { value: string }) => string, unknown][] = [
    [m.asked.firmwareBytes, firmwareBytes],
    [m.asked.flashMode, flashMode],
    [m.asked.baudRate, baudRate],
    [m.asked.eraseAll, eraseAll],
    [m.asked.filesystem, filesystem],
    [m.asked.ownFiles, owners],
    [m.asked.extraFiles, asked.extraFiles],
    [m.asked.mayReplace, asked.mayReplace && true],
    [m.asked.network, wifi ? own(wifi.name, names) : undefined],
  ]
  const known = told.filter(([, value]) => value !== undefined)
  const wishes = known.map(([message, value]) => message({ value: String(value) }))
  return [m.asked.line({ wishes: wishes.join(', ') })]
}

export const yes = (is: boolean): string => (is ? m.yes() : m.no())
