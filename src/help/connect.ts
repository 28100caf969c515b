/** Words of the first view, before a board is chosen; what else the cable needs is in port.ts. */
import m from '../messages/compiled/help-connect'
import type { HelpEntry, HelpStep } from './entry'

export const linuxGroup: HelpStep = { only: 'linux', text: m.linuxGroup }
export const drivers: HelpStep[] = [
  { only: 'windows', text: m.drivers.windows },
  { only: 'mac', text: m.drivers.mac },
  linuxGroup,
]

export const connectHelp = {
  'board-unavailable': {
    title: m.boardUnavailable.title,
    cause: m.boardUnavailable.cause,
    steps: [m.boardUnavailable.reload, m.boardUnavailable.realBoards, m.boardUnavailable.headers],
  },
  'web-serial-missing': {
    title: m.webSerialMissing.title,
    cause: m.webSerialMissing.cause,
    steps: [m.webSerialMissing.browsers, m.webSerialMissing.virtual],
    action: 'virtual',
    again: false,
  },
  'no-port-selected': {
    title: m.noPortSelected.title,
    cause: m.noPortSelected.cause,
    steps: [m.noPortSelected.cable, m.noPortSelected.noHub, ...drivers, m.noPortSelected.allPorts],
    picture: 'cable',
    drivers: true,
    action: 'show-all-ports',
  },
} satisfies Record<string, HelpEntry>
