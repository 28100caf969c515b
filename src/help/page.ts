/** Words for the page itself, in the first load: they are needed when nothing else can be loaded. */
import m from '../messages/compiled/help-page'
import type { HelpEntry } from './entry'

export const pageHelp = {
  'part-missing': {
    title: m.partMissing.title,
    cause: m.partMissing.cause,
    steps: [m.partMissing.reload, m.partMissing.stillMissing],
    action: 'reload',
    actionFirst: true,
  },
} satisfies Record<string, HelpEntry>
