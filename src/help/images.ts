/** Words for firmware files. Nothing has been written to the board when one of these is shown. */
import type { HelpEntry, HelpStep } from './entry'

const official: HelpStep =
  'Download the file for “ESP8266” from micropython.org again; its name starts with ESP8266_GENERIC and ends with .bin.'

export const imageHelp = {
  'image-not-esp8266': {
    title: 'This file is not for an ESP8266',
    cause: 'It is for another chip, or not firmware at all. Nothing was written.',
    steps: [official],
    action: 'other-file',
    again: false,
  },
  'image-damaged': {
    title: 'The firmware file is damaged',
    cause: 'Its own check sums do not match. Nothing was written.',
    steps: [official],
    action: 'other-file',
    again: false,
  },
  'image-truncated': {
    title: 'The firmware file is incomplete',
    cause: 'It ends too early: the download was probably cut off. Nothing was written.',
    steps: [official],
    action: 'other-file',
    again: false,
  },
  'image-no-micropython': {
    title: 'This firmware is not MicroPython',
    cause: 'It is for an ESP8266, but the portal needs MicroPython. Nothing was written.',
    steps: [official],
    action: 'other-file',
    again: false,
  },
  'image-too-big': {
    title: 'This firmware does not fit on the board',
    cause: 'The board has less memory than the firmware needs. Nothing was written.',
    steps: ['Choose “Fits the board” as the variant in the preset.', official],
    action: 'other-file',
    again: false,
  },
  'image-demo': {
    title: 'This is the demo firmware of the virtual board',
    cause: 'It looks like firmware but contains no program. A real board could not start from it.',
    steps: [official],
    action: 'other-file',
    again: false,
  },
  'image-variant': {
    title: 'This variant and this board do not go together',
    cause: 'MicroPython comes in variants for different memory sizes. Nothing was written.',
    steps: [
      'Choose “Fits the board” as the variant in the preset.',
      'Boards with 1 MB (many ESP-01) need FLASH_1M; boards with 512 KB have no room for the portal.',
    ],
    action: 'other-file',
    again: false,
  },
  'catalogue-missing': {
    title: 'There is no firmware on this server',
    cause: 'The page comes without MicroPython until its owner fetches it.',
    steps: [
      'Choose a firmware file of your own: download the file for “ESP8266” from micropython.org, it ends with .bin.',
      'If this is your own copy of the page, run “npm run firmware” and reload.',
    ],
    action: 'other-file',
  },
  'catalogue-damaged': {
    title: 'The firmware on this server is damaged',
    cause: 'A file there is not what the server’s list says. It was not used.',
    steps: [
      'Try again; the download may have been cut off.',
      'Or choose a firmware file of your own from micropython.org.',
    ],
    action: 'other-file',
  },
} satisfies Record<string, HelpEntry>
