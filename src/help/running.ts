/** Words for the time after the reset: boot, MicroPython, files, portal. */
import type { HelpEntry } from './entry'

export const runningHelp = {
  'boot-failed': {
    title: 'The board does not start',
    cause: 'The firmware was written and checked, but the board says that it cannot run it.',
    steps: [
      'Install again: only what differs is written, and your files stay.',
      'Still the same? In the preset, choose the flash mode DOUT: some boards need it.',
      'As the last resort, erase the board completely. Its files will be gone.',
    ],
    action: 'erase',
  },
  'boot-silent': {
    title: 'The board is silent after the restart',
    cause: 'The firmware was written and checked, but the board has not said anything yet.',
    steps: [
      'Press the reset button on the board, then try again.',
      'Take off wires from D3 and D8, and let go of the FLASH button.',
      'Look at the console: it shows what the board says.',
    ],
    action: 'console',
  },
  'portal-silent': {
    title: 'MicroPython runs, but the portal did not report',
    cause: 'The board started, but the line that says “the portal is ready” did not come in time.',
    steps: [
      'Look at the console: the last lines there usually tell why.',
      'Press reset there. A board that knows your Wi-Fi may take half a minute.',
    ],
    action: 'console',
  },
  'repl-silent': {
    title: 'MicroPython does not listen',
    cause:
      'A program on the board sleeps, catches every interruption, or keeps it too busy to answer.',
    steps: [
      'Install MicroPython and the portal: that needs no program to listen, and your files stay.',
      'Or press the reset button on the board, then try again.',
      'Does the console show only garbage? Then the program uses another speed than 115,200.',
      'Only if nothing else helps, erase the files or the whole board.',
    ],
    action: 'erase',
  },
  'repl-protocol': {
    title: 'The board gave an unexpected answer',
    cause: 'A byte was damaged on the way, or another program printed in between.',
    steps: [
      'Try again.',
      'If it happens again, install MicroPython and the portal: your files stay.',
      'Only if that does not help, erase the files or the whole board.',
    ],
    action: 'erase',
  },
  'python-error': {
    title: 'The program on the board stopped with an error',
    cause: 'MicroPython runs, but one of its programs failed. “Details” shows where.',
    steps: ['Try again.', 'Look at the console for the whole message.'],
    action: 'console',
  },
  'no-space': {
    title: 'The board’s file memory is full',
    cause: 'Files from earlier fill it up.',
    steps: [
      'Install through the plan: it shows all files, and yours can be backed up or left out.',
      'Or erase only the files: the firmware stays, and a backup comes first.',
    ],
    action: 'erase',
  },
  'no-memory': {
    title: 'The board ran out of working memory',
    cause: 'A program on it uses too much.',
    steps: [
      'Try again: it restarts the board first.',
      'Or install MicroPython and the portal: that needs none of this memory, and your files stay.',
    ],
    action: 'erase',
  },
  'file-missing': {
    title: 'A file on the board is missing',
    cause: 'Something removed it, or an earlier installation was interrupted.',
    steps: ['Install again: it writes all files anew.'],
  },
  'upload-corrupt': {
    title: 'A file arrived damaged',
    cause: 'The check on the board found a difference. The damaged file was not used.',
    steps: ['Try again.', 'If it happens again, use a shorter cable.'],
  },
  'wrong-micropython': {
    title: 'This is not MicroPython for the ESP8266',
    cause: 'The board answers, but its Python is another one, and our files are not made for it.',
    steps: [
      'Is it the right board? Unplug others and try again.',
      'If it is an ESP8266, install MicroPython: nothing has been changed on it yet.',
    ],
  },
  'files-in-the-way': {
    title: 'Files of yours would be replaced',
    cause:
      'The board has files of its own where the portal needs to put some. Nothing was changed.',
    steps: ['Go back if you want to save them first: they will be gone.'],
    again: false,
  },
  'filesystem-damaged': {
    title: 'The board’s files cannot be read',
    cause: 'Its file memory is damaged, perhaps by a power loss.',
    steps: [
      'Install MicroPython and the portal: every file that can still be read stays, and the plan names the others.',
      'Only if that does not help, erase the files or the whole board.',
    ],
    action: 'erase',
  },
  'filesystem-full': {
    title: 'The files do not fit on this board',
    cause:
      'The board’s memory is too small for the portal, the files that stay and those that were added.',
    steps: [
      'Leave out extra files, or choose to remove the files that are on the board.',
      'Use a board with more memory, or erase this one completely and install again.',
    ],
    action: 'erase',
  },
  unexpected: {
    title: 'Something went wrong on this page',
    cause: 'This is a mistake of ours, not of yours or of your board.',
    steps: [
      'Try again. If it happens again, reload the page; your presets stay.',
      'Please report it: “Copy report” gathers what is needed.',
    ],
  },
} satisfies Record<string, HelpEntry>
