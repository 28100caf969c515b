/**
 * A preset in plain words: what it would do to a board. Used by the review of an opened link and
 * beside the Install button, so both always say the same.
 */
import type { Board, Preset } from './schema'

export const boardNames: Record<Board, string> = {
  'd1-mini': 'Wemos D1 Mini',
  nodemcu: 'NodeMCU',
  'esp-01': 'ESP-01',
  other: 'Another ESP8266 board',
}

/** "MicroPython, newest version" */
export function firmwareWords({ firmware }: Preset): string {
  if (firmware.source === 'file') return `Your own file${firmware.name && `, ${firmware.name}`}`
  const version = firmware.version === 'latest' ? ', newest version' : ` ${firmware.version}`
  const variant = firmware.variant === 'auto' ? '' : ` (${firmware.variant})`
  return `MicroPython${version}${variant}`
}

/** The access point's name, or its form where the board makes it from its own address. */
export const accessPointWords = ({ portal }: Preset): string =>
  portal.accessPointName || 'ESP8266-xxxxxx'

const labels = ({ fields }: Preset['portal']) =>
  fields.map((field) => `“${field.label}”`).join(', ')

/** One sentence for each thing that the preset decides; the defaults of no interest are left out. */
export function presetWords(preset: Preset): string[] {
  const { flash, portal, app } = preset
  return [
    flash.eraseAll
      ? 'Erases everything on the board first, files included.'
      : 'Replaces the firmware on the board. Other files on it stay.',
    `Writes ${firmwareWords(preset)}.`,
    portal.accessPointName
      ? `Opens an access point named “${portal.accessPointName}”, without a password.`
      : 'Opens an access point named ESP8266-xxxxxx (the end of the board’s own address), without a password.',
    `The sign-in page is at ${portal.accessPointAddress}.`,
    ...(portal.hostname ? [`Calls itself “${portal.hostname}” in your home network.`] : []),
    ...(portal.fields.length ? [`The sign-in page also asks for: ${labels(portal)}.`] : []),
    ...(app ? [`Runs the app “${app.name}” when it is connected.`] : []),
    ...(flash.mode === 'keep' ? [] : [`Forces the flash mode ${flash.mode.toUpperCase()}.`]),
    ...(flash.baudRate === 460800 ? [] : [`Starts at ${flash.baudRate} baud.`]),
  ]
}
