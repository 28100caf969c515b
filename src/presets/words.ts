/** What a preset is for, in the fewest words: board and firmware. */
import m from '../messages/compiled/preset-list'
import type { Message } from '../messages/format'
import type { Board, Preset } from './schema'

export const boardNames: Record<Board, Message> = {
  'd1-mini': m.board.d1Mini,
  nodemcu: m.board.nodeMcu,
  'esp-01': m.board.esp01,
  other: m.board.other,
}

/** "MicroPython, newest version" */
export function firmwareWords({ firmware }: Preset): string {
  if (firmware.source === 'file')
    return firmware.name ? m.firmware.namedFile(firmware) : m.firmware.ownFile()
  const { version, variant } = firmware
  if (version === 'latest')
    return variant === 'auto' ? m.firmware.newest() : m.firmware.newestVariant({ variant })
  return variant === 'auto'
    ? m.firmware.version({ version })
    : m.firmware.versionVariant({ version, variant })
}
