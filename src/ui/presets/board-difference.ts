/** What of a preset is not as the board has it, for the eye that compares presets. */
import m from '../../messages/compiled/preset-list'
import { enumeration, type Message } from '../../messages/format'
import { filesOf, foundVersion, type Survey } from '../../provision/survey/found'
import { installedSettings, type InstalledSettings } from '../../provision/files/installed-settings'
import type { Preset } from '../../presets/schema'

/**
 * "Not as on the board: access point name, app"; undefined where the board has no portal to compare with.
 * @param isOwn whether this browser has made a password for a board
 */
export function differenceWords(
  preset: Preset,
  found: Survey,
  isOwn?: (password: string) => boolean,
): string | undefined {
  const settings = installedSettings(filesOf(found.filesystem))
  if (!settings) return undefined
  const names = [
    ...differences(preset, settings, foundVersion(found.firmware)),
    ...setUpDifferences(preset.portal, settings, isOwn),
  ]
  const what = names.map((name) => name())
  return what.length > 0 ? m.onBoard.differs({ what: enumeration(what) }) : m.onBoard.same()
}

function differences(preset: Preset, settings: InstalledSettings, version?: string): Message[] {
  const { portal, app } = preset
  return [
    ...(portal.accessPointName === settings.essid ? [] : [m.onBoard.accessPoint]),
    ...(portal.accessPointAddress === settings.ap_ip ? [] : [m.onBoard.address]),
    ...(portal.hostname === settings.hostname ? [] : [m.onBoard.hostname]),
    ...(textOf(portal.fields) === textOf(settings.fields) ? [] : [m.onBoard.fields]),
    ...((app?.name ?? '') === settings.app ? [] : [m.onBoard.app]),
    ...(isOtherVersion(preset, version) ? [m.onBoard.version] : []),
  ]
}

/** Of what is optional. A password counts, and is not shown. */
function setUpDifferences(
  { password, opens, closesAfter, station }: Preset['portal'],
  settings: InstalledSettings,
  isOwn: (password: string) => boolean = () => false,
): Message[] {
  const isSamePassword =
    password?.is === 'own'
      ? isOwn(settings.ap_password)
      : (password?.text ?? '') === settings.ap_password
  const isOtherOpening =
    opens?.button !== settings.button || opens?.powerCycles !== settings.power_cycles
  const timeout = closesAfter && closesAfter * 60
  return [
    ...(isSamePassword ? [] : [m.onBoard.password]),
    ...(isOtherOpening ? [m.onBoard.opening] : []),
    ...(timeout === settings.timeout ? [] : [m.onBoard.closing]),
    ...(stationText(station) === stationText(settings.station) ? [] : [m.onBoard.station]),
  ]
}

const stationText = (station: Record<string, string | undefined> = {}) =>
  ['ip', 'netmask', 'gateway', 'dns'].map((key) => station[key] ?? '').join()

/** What is empty is not written to the board. */
const textOf = (fields: readonly Readonly<Record<string, string>>[]) =>
  JSON.stringify(
    fields.map((field) =>
      ['label', 'name', 'type', 'default', 'pattern'].map((key) => field[key] ?? ''),
    ),
  )

/** Where the preset wants a certain one, and the board's is known. */
const isOtherVersion = ({ firmware }: Preset, version: string | undefined): boolean =>
  version !== undefined &&
  firmware.source === 'catalogue' &&
  firmware.version !== 'latest' &&
  firmware.version !== version
