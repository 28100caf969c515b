/**
 * Words for what a boot log says, by the doctor's causes (provision/boot-diagnosis.ts, which this room
 * must not know; whoever shows them proves that none is missing).
 */
import type { HelpEntry } from './entry'

const power = 'Use a short cable, straight into the computer: weak power looks like this.'
const wires = 'Take off shields and wires, above all from D3, D4 and D8.'

export const bootCauseHelp = {
  'nothing-bootable': {
    title: 'The board finds no firmware to start',
    cause: 'The start of its memory is not what was written there.',
    steps: ['Install again: only what differs is written.', power],
    action: 'erase',
  },
  'image-damaged': {
    title: 'The firmware on the board is damaged',
    cause: 'The board checked it while loading, and the sums do not match.',
    steps: ['Install again: only what differs is written.', power],
    action: 'erase',
  },
  'flash-size-header': {
    title: 'The firmware believes in another memory size',
    cause: 'It looks for its settings where this board has none, and restarts for ever.',
    steps: [
      'Install again: the size that was measured on this board is written in.',
      'Did you choose the size yourself, because the chip does not tell it? Choose another one.',
    ],
    action: 'erase',
  },
  'rf-data': {
    title: 'Foreign data stands where the radio’s settings belong',
    cause:
      'The memory size is right, but a program from earlier left its own data in the 4 KB where the chip keeps the settings of its radio. So it restarts for ever.',
    steps: [
      'Erase only these 4 KB: the board makes new settings there. Firmware, files and saved Wi-Fi stay.',
      power,
    ],
    action: 'erase',
  },
  'flash-read': {
    title: 'The board cannot read its own memory',
    cause: 'Its memory is wired for another flash mode. Some ESP-01 and ESP8285 boards are.',
    steps: ['Try the next mode. Only the first sector is written again.'],
  },
  'filesystem-corrupt': {
    title: 'The board cannot use its file memory',
    cause: 'MicroPython starts, but finds files there that it cannot read.',
    steps: [
      'Erase only the files: the board makes a new, empty file memory, and the portal goes there.',
      'Before that you see which files would be lost, and can back them up.',
    ],
    action: 'erase',
  },
  exception: {
    title: 'The firmware crashes at its start',
    cause: 'Most often the firmware does not fit the board, or the power is weak.',
    steps: ['Install again: only what differs is written.', power],
    action: 'erase',
  },
  'download-mode': {
    title: 'The board waits in its install mode',
    cause: 'Its FLASH button is held down, or a wire on D3 does the same.',
    steps: ['Let go of the FLASH button, take off wires from D3, and try again.'],
  },
  'sdio-mode': {
    title: 'The board starts from the wrong place',
    cause: 'Something pulls its pin D8 (GPIO15) up while it starts.',
    steps: ['Take off whatever is on D8, and try again.'],
  },
  'boot-loop': {
    title: 'The board restarts again and again',
    cause:
      'The power breaks down, something pulls its reset pin, or a program on it crashes each time.',
    steps: [
      power,
      'Take off wires from RST.',
      'Install again: only what differs is written.',
      'Erasing only the files removes a program that crashes; the firmware stays.',
    ],
    action: 'erase',
  },
  silent: {
    title: 'The board is silent after the restart',
    cause: 'The firmware was written and checked, but the board has not said anything yet.',
    steps: ['Press the reset button on the board, then try again.', wires],
    action: 'console',
  },
  noise: {
    title: 'The board says something that cannot be read',
    cause:
      'Most likely it speaks at another speed than this page expects (115,200 bits a second). ' +
      'Weak power or a loose wire looks the same.',
    steps: [
      'Unplug the board, plug it in again, and try once more.',
      power,
      wires,
      'Does a program of yours change the speed of its serial port? Erase only the files: the firmware stays.',
    ],
    action: 'console',
  },
  unknown: {
    title: 'The board says something unexpected',
    cause: 'It starts, but not with words that this page knows. “Details” shows them.',
    steps: ['Unplug the board, plug it in again, and try once more.', power],
    action: 'console',
  },
  'silent-after-load': {
    title: 'The firmware starts and falls silent',
    cause: 'It is incomplete: its beginning is whole, but something behind it is missing.',
    steps: ['Install again: only what differs is written.', wires],
    action: 'erase',
  },
  'micropython-silent': {
    title: 'The firmware runs, but MicroPython is silent',
    cause: 'The board starts as it should, and then nothing comes.',
    steps: ['Install again: only what differs is written.', power],
    action: 'console',
  },
  'no-portal': {
    title: 'MicroPython runs, but without the portal',
    cause: 'The file that starts the portal is missing on the board, or it has ended.',
    steps: ['Install again: only what differs is written.'],
    action: 'console',
  },
  'portal-crashed': {
    title: 'The portal stopped with an error',
    cause: 'MicroPython runs, but the portal failed. “Details” shows where.',
    steps: ['Open the console: it shows the whole message.', 'Or try again.'],
  },
  'portal-late': {
    title: 'MicroPython runs, but the portal did not report',
    cause: 'The board speaks, but the line that says “the portal is ready” did not come in time.',
    steps: ['Open the console: the last lines there usually tell why.', 'Or try again.'],
  },
} satisfies Record<string, HelpEntry>
