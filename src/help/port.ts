/** Words for the cable, the driver and the browser's permission. */
import m from '../messages/compiled/help-port'
import { drivers, linuxGroup } from './connect'
import type { HelpEntry } from './entry'

export const portHelp = {
  'port-absent': {
    title: m.portAbsent.title,
    cause: m.portAbsent.cause,
    steps: [m.portAbsent.plugIn, m.portAbsent.chooseAgain],
  },
  'port-busy': {
    title: m.portBusy.title,
    cause: m.portBusy.cause,
    steps: [m.portBusy.closeOthers, linuxGroup, m.portBusy.replug],
  },
  'usb-held': {
    title: m.usbHeld.title,
    cause: m.usbHeld.cause,
    steps: [
      { only: 'linux', text: m.usbHeld.linux },
      { only: 'mac', text: m.usbHeld.mac },
      { only: 'windows', text: m.usbHeld.windows },
      { only: 'android', text: m.usbHeld.android },
      m.portBusy.closeOthers,
      m.portBusy.replug,
    ],
  },
  'port-in-other-tab': {
    title: m.portInOtherTab.title,
    cause: m.portInOtherTab.cause,
    steps: [m.portInOtherTab.release, m.portInOtherTab.sameKind],
  },
  'port-lost': {
    title: m.portLost.title,
    cause: m.portLost.cause,
    steps: [m.portLost.plugIn, m.portLost.otherCable],
  },
  'port-timeout': {
    title: m.portTimeout.title,
    cause: m.portTimeout.cause,
    steps: [m.portTimeout.replug, ...drivers],
    drivers: true,
  },
} satisfies Record<string, HelpEntry>
