/**
 * What is there on the first visit, and what a new preset starts with. The access point's address is
 * MicroPython's own default, the baud rate means the fastest that
 * board and USB chip carry: src/esptool/baud-ladder.ts.
 */
import m from '../messages/compiled/preset-line'
import { longestPresetName, newPresetId, presetVersion } from './basics'
import type { Board, Preset } from './schema'
import { shortened } from './shortened'

const plain: Pick<Preset, 'version' | 'firmware' | 'flash' | 'portal'> = {
  version: presetVersion,
  firmware: { source: 'catalogue', variant: 'auto', version: 'latest' },
  flash: { mode: 'keep', baudRate: 921600, eraseAll: false },
  portal: { accessPointName: '', accessPointAddress: '192.168.4.1', hostname: '', fields: [] },
}

/** The presets of a first visit; a fixed id, so that two tabs do not make two of it. */
export const defaultPresets = (): Preset[] => [
  structuredClone({
    ...plain,
    id: 'd1-mini-captive-portal',
    name: m.defaultName(),
    board: 'd1-mini' as const,
  }),
]

/** A preset to edit, named so that it can be saved at once. */
export const newPreset = (board: Board = 'd1-mini'): Preset =>
  structuredClone({ ...plain, id: newPresetId(), name: m.newName(), board })

/** The same under a new id, with a name that tells it apart. */
export const duplicateOf = (preset: Preset): Preset => copyOf(preset, m.copyName)

/** What another tab has made of a preset that is saved here. */
export const otherTabsCopy = (preset: Preset): Preset => copyOf(preset, m.otherTabName)

/** @param named the copy's name; that of the preset becomes shorter where both do not fit */
function copyOf(preset: Preset, named: (values: { name: string }) => string): Preset {
  const room = longestPresetName - named({ name: '' }).length
  const name = named({ name: shortened(preset.name, room) })
  return { ...structuredClone(preset), id: newPresetId(), name }
}
