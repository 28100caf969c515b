/** The preset and what was asked for, without what is nobody's business. */
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
  if (text === '') return 'default'
  return shown ? text : `set, ${text.length} characters`
}

function presetLines({ board, firmware, flash, portal }: Preset, names: boolean): string[] {
  const source = firmware.source === 'file' ? 'own file' : `${firmware.variant} ${firmware.version}`
  return [
    `Preset for ${board}: firmware ${source}, flash mode ${flash.mode}, up to ${flash.baudRate} baud, erase all: ${yes(flash.eraseAll)}`,
    `Portal: access point name ${own(portal.accessPointName, names)}, address ${portal.accessPointAddress}, hostname ${own(portal.hostname, names)}, ${portal.fields.length} extra fields`,
  ]
}

function askedLines(asked: Asked, names: boolean): string[] {
  const { flashMode, baudRate, eraseAll, owners, wifi, filesystem, firmwareBytes } = asked
  const told: [string, unknown][] = [
    ['firmware bytes', firmwareBytes],
    ['flash mode', flashMode],
    ['baud', baudRate],
    ['erase all', eraseAll],
    ['filesystem', filesystem],
    ['own files', owners],
    ['extra files', asked.extraFiles],
    ['may replace', asked.mayReplace && true],
    ['network', wifi ? own(wifi.name, names) : undefined],
  ]
  const known = told.filter(([, value]) => value !== undefined)
  return [`Asked for: ${known.map(([name, value]) => `${name} ${String(value)}`).join(', ')}`]
}

const yes = (is: boolean) => (is ? 'yes' : 'no')
