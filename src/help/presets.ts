/** Words for presets, links and the browser's storage. */
import type { HelpEntry } from './entry'

export const presetHelp = {
  'link-damaged': {
    title: 'This preset link is damaged',
    cause: 'A part is missing. Messengers sometimes cut links or break them into lines.',
    steps: ['Copy the whole link again, or ask for it as a file.'],
    again: false,
  },
  'link-too-big': {
    title: 'This preset link is too long',
    cause: 'It is longer than any preset needs, so it was not opened.',
    steps: ['Ask for the preset as a file, and import it.'],
    again: false,
  },
  'link-newer': {
    title: 'This preset was made with a newer version of this page',
    cause: 'Your copy of the page does not know everything that is in it, so it was not opened.',
    steps: ['Reload this page to get its newest version, then open the preset again.'],
    again: false,
  },
  'preset-invalid': {
    title: 'This preset cannot be used',
    cause: 'Something in it is missing or not allowed. “Details” says what.',
    steps: ['Ask whoever gave it to you for a new one. Your own presets are untouched.'],
    again: false,
  },
  'key-invalid': {
    title: 'This key cannot be used',
    cause: 'It is no key of the kind that was expected, or its name is taken. “Details” says what.',
    steps: ['Copy the whole key again, or ask whoever gave it to you.'],
    again: false,
  },
  'app-unknown': {
    title: 'This page does not have the starter app of the preset',
    cause: 'The preset was made with a copy of this page that has an app of its own.',
    steps: [
      'Edit the preset and choose another app, or nothing.',
      'Or open the preset on the page that it was made with.',
    ],
    again: false,
  },
  'app-changed': {
    title: 'The starter app is not the one that the preset was made with',
    cause:
      'Its files have changed since: another version of this page, or another app of that name.',
    steps: [
      'If you trust this page, edit the preset, choose the app again and save.',
      'Nothing was written to the board.',
    ],
    again: false,
  },
  'storage-damaged': {
    title: 'Some stored presets could not be read',
    cause:
      'The data in your browser is damaged or from another version. Nothing was deleted: the original was set aside.',
    steps: ['You can go on as usual.', 'Download what was set aside if you miss a preset.'],
    action: 'rescue',
    again: false,
  },
  'storage-blocked': {
    title: 'Your browser does not let this page keep anything',
    cause:
      'Private windows and strict settings forbid storage, or another tab of this page is using it. Everything works, but what you change lasts only until you close the page.',
    steps: [
      'Close other tabs of this page, then reload it.',
      'Export your presets as a file before you leave.',
    ],
    again: false,
  },
  'storage-newer': {
    title: 'Some presets are from a newer version of this page',
    cause:
      'This page does not know everything that is in them, so it leaves them in your browser as they are.',
    steps: [
      'Reload this page to get its newest version.',
      'Download them as a file if you need them elsewhere.',
    ],
    action: 'rescue',
    again: false,
  },
} satisfies Record<string, HelpEntry>
