/** Words for the cable, the driver and the browser's permission. */
import type { HelpEntry, HelpStep } from './entry'

const linuxGroup: HelpStep = {
  only: 'linux',
  text: 'On Linux your user needs the right to use serial ports: run “sudo usermod -aG dialout $USER” (on Arch: uucp), then log out and in again.',
}
const drivers: HelpStep[] = [
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

export const portHelp = {
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
  'port-absent': {
    title: 'The board is not plugged in',
    cause: 'It was unplugged, and this page cannot find it yet.',
    steps: [
      'Plug the board in, then press “Try again”.',
      'If the browser shows its list, choose the board there: for many boards it asks again after each unplugging.',
    ],
  },
  'port-busy': {
    title: 'Another program is using this board',
    cause: 'Only one program can use a serial port at a time.',
    steps: [
      'Close what else may be connected: Arduino IDE, Thonny, PuTTY, a terminal, another tab of this page.',
      linuxGroup,
      'If nothing else is open, unplug the board and plug it in again.',
    ],
  },
  'port-in-other-tab': {
    title: 'Another tab of this page is using this board',
    cause: 'Only one tab can use a board at a time.',
    steps: [
      'Go to that tab and let the board go there (“Disconnect” or “Install another board”), or close it; then press “Try again” here.',
      'Two boards of the same kind? The other tab may have the other one: then close the Arduino IDE, Thonny and terminals, too.',
    ],
  },
  'port-lost': {
    title: 'The board was unplugged',
    cause: 'The USB connection went away. A loose plug or a weak cable does this too.',
    steps: [
      'Plug the board in again and press “Try again”. Nothing needs to be reloaded.',
      'If it happens again, use another cable or another USB socket.',
    ],
  },
  'port-timeout': {
    title: 'The USB connection does not respond',
    cause: 'The driver of the USB chip hangs.',
    steps: ['Unplug the board, wait two seconds, plug it in again.', ...drivers],
  },
} satisfies Record<string, HelpEntry>
