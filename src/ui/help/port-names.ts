/** How the browsers call a board, and a port that is none, in their lists: by operating system. */
import type { Platform } from '../../help/entry'
import m from '../../messages/compiled/help-pictures'
import type { Message } from '../../messages/format'

export interface PortNames {
  board: Message
  other: Message
}

const names: Partial<Record<Platform, PortNames>> = {
  windows: { board: m.ports.windows, other: m.ports.windowsOther },
  mac: { board: m.ports.mac, other: m.ports.macOther },
}
const elsewhere: PortNames = { board: m.ports.linux, other: m.ports.linuxOther }

export const portNamesOn = (platform: Platform): PortNames => names[platform] ?? elsewhere
