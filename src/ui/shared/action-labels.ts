/** What the buttons of `help` say: what they do, not "OK". */
import type { HelpAction } from '../../help/entry'
import pageM from '../../messages/compiled/page'
import m from '../../messages/compiled/problem'
import type { Message } from '../../messages/format'

export const actionLabels: Record<HelpAction, Message> = {
  'show-all-ports': m.action.showAllPorts,
  slower: m.action.slower,
  erase: m.action.erase,
  'other-file': m.action.otherFile,
  console: m.action.console,
  virtual: m.action.virtual,
  rescue: m.action.rescue,
  reload: pageM.reload,
}
