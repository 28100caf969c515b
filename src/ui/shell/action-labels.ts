/** What the buttons of `help` say: what they do, not "OK". */
import type { HelpAction } from '../../help/entry'

export const actionLabels: Record<HelpAction, string> = {
  'show-all-ports': 'Show all ports',
  slower: 'Try again more slowly',
  erase: 'Erase flash and install …',
  'other-file': 'Choose another file',
  console: 'Open the console',
  virtual: 'Try without a board',
  rescue: 'Download what was set aside',
  reload: 'Reload the page',
}
