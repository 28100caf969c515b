/** Words for the time between Connect and the last written byte. */
import type { HelpEntry, HelpStep } from './entry'

const replug: HelpStep = 'Unplug the board, plug it in again, and try once more.'
const power: HelpStep = 'Use a short cable, straight into the computer: weak power looks like this.'
const slower: HelpStep =
  'Try a slower speed. Long cables and some USB chips do not carry the fast one.'

export const bootloaderHelp = {
  'no-sync': {
    title: 'The board does not answer',
    cause: 'It could not be brought into its install mode. Some boards need a hand for that.',
    steps: [
      'Hold the FLASH button (on some boards: BOOT or D3) while you press “Try again”, and let go when the board is found.',
      'No button? Connect GPIO0 (D3) to GND, press reset, try again, then remove the wire.',
      'Take off shields and wires, above all from D3, D4, D8, TX and RX.',
      'Check that you chose the right port.',
    ],
    action: 'show-all-ports',
  },
  'wrong-chip': {
    title: 'This is not an ESP8266',
    cause: 'A board answered, but with another chip, such as an ESP32. Nothing was changed on it.',
    steps: [
      'Connect an ESP8266 board: Wemos D1 Mini, NodeMCU, ESP-01 and many others.',
      'If several boards are plugged in, choose the other port.',
    ],
    action: 'show-all-ports',
  },
  'stub-failed': {
    title: 'The board stopped answering during preparation',
    cause: 'A small helper program could not start on it. Nothing was changed on the board.',
    steps: [replug, power],
  },
  'baud-failed': {
    title: 'No common speed was found',
    cause: 'The board and its USB chip understand each other at none of the speeds.',
    steps: [replug, power],
    action: 'slower',
  },
  'command-failed': {
    title: 'The board refused a command',
    cause: 'Most often a byte was damaged on the way.',
    steps: [replug, slower],
    action: 'slower',
  },
  'no-answer': {
    title: 'The board stopped answering',
    cause: 'It was reset, lost power, or a byte was lost on the way.',
    steps: [replug, power, slower],
    action: 'slower',
  },
  'write-failed': {
    title: 'Writing stopped',
    cause: 'A part did not arrive. The portal will not start until the board is installed again.',
    steps: ['Try again: it goes on where it stopped, and no file is lost.', slower, power],
    action: 'slower',
  },
  'verify-failed': {
    title: 'What was written is not what was sent',
    cause:
      'The check after writing found a difference. Usually the cable or the speed, rarely a worn-out flash chip.',
    steps: ['Try again more slowly.', power],
    action: 'slower',
  },
  'flash-silent': {
    title: 'No flash chip answers on this board',
    cause:
      'The processor is well, but the memory chip beside it is silent. Nothing was changed. Most often something is wired to it, or the power is weak.',
    steps: [
      'Take off all wires, above all from GPIO 6 to 11 (SD0 to SD3, CMD, CLK): they belong to the memory chip.',
      replug,
      power,
      'A bare module needs 3.3 V that can give 300 mA: the 3.3 V pin of a USB adapter often cannot.',
      'If it stays silent, the flash chip is badly soldered or broken.',
    ],
  },
  'board-changed': {
    title: 'The board is not as it was when the plan was made',
    cause:
      'Its own program ran in between, or another board is on the cable. Nothing that the plan does not name was changed.',
    steps: ['Connect it again, read the new plan, then install.'],
  },
  'flash-size-unknown': {
    title: 'The board does not tell the size of its memory',
    cause: 'Its memory chip answers with an id that names no size. Nothing was changed.',
    steps: [
      'Choose the size below. It is in the description of the board, or on its flash chip.',
      'To have it known for all your boards of this kind, set “Memory size” in the preset, under “Advanced”.',
      'Please report the flash id from “Details”, so that this page learns it.',
    ],
    again: false,
  },
  'flash-size-differs': {
    title: 'This board has another memory size than was chosen',
    cause: 'With a wrong size the firmware would overwrite itself, or restart for ever.',
    steps: [
      'In the preset, under “Advanced”, set “Memory size” to “As the chip says”.',
      'Does the chip not tell it? Disconnect, connect again, and choose the size that “Details” names.',
    ],
    again: false,
  },
} satisfies Record<string, HelpEntry>
