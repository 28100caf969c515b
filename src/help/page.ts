/** Words for the page itself, in the first load: they are needed when nothing else can be loaded. */
import type { HelpEntry } from './entry'

export const pageHelp = {
  'part-missing': {
    title: 'A part of this page could not be loaded',
    cause: 'Most likely a new version of the page has come out, or the internet is gone.',
    steps: [
      'Reload the page. Presets stay; save first what you are editing.',
      'Still the same? Check the internet connection, then reload again.',
    ],
    action: 'reload',
  },
} satisfies Record<string, HelpEntry>
