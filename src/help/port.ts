/** Words for the cable, the driver and the browser's permission. */
import { drivers, linuxGroup } from './connect'
import type { HelpEntry } from './entry'

export const portHelp = {
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
