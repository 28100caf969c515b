/** Words of the first view, before a board is chosen; what else the cable needs is in port.ts. */
import type { HelpEntry, HelpStep } from './entry'

export const linuxGroup: HelpStep = {
  only: 'linux',
  text: 'On Linux your user needs the right to use serial ports: run “sudo usermod -aG dialout $USER” (on Arch: uucp), then log out and in again.',
}
export const drivers: HelpStep[] = [
  {
    only: 'windows',
    text: 'Install the driver of the USB chip: CH340 from wch-ic.com, CP210x from silabs.com. The chip’s name is printed on the board beside the USB socket.',
  },
  {
    only: 'mac',
    text: 'Since macOS 10.14 the drivers for CH340 and CP210x are built in. An old driver that you installed yourself may be in the way: remove it.',
  },
  linuxGroup,
]
const dataCable: HelpStep =
  'Try another USB cable. Many cables only charge; this is by far the most common reason.'

export const connectHelp = {
  'board-unavailable': {
    title: 'The virtual board is not available here',
    cause:
      'It needs a protection called cross-origin isolation, which this page was loaded without.',
    steps: [
      'Reload the page once: often that is enough.',
      'Real boards work all the same: plug one in and press “Connect”.',
      'If this is your own copy of the page, its server must send the two headers named in the hosting guide.',
    ],
  },
  'web-serial-missing': {
    title: 'This browser cannot talk to USB boards',
    cause:
      'Safari and phone browsers do not offer Web Serial, and some other browsers switch it off.',
    steps: [
      'Open this page in Chrome, Edge or Opera on a computer.',
      'Or try everything on the virtual board, right here.',
    ],
    action: 'virtual',
    again: false,
  },
  'no-port-selected': {
    title: 'No board was chosen',
    cause: 'The list was closed without a choice. If your board was not in it, one of these helps.',
    steps: [
      dataCable,
      'Plug the board straight into the computer, without a hub.',
      ...drivers,
      'Let the browser show all ports, not only the usual USB chips.',
    ],
    action: 'show-all-ports',
  },
} satisfies Record<string, HelpEntry>
