/** What else can be done with the board at hand, beside what the big button does. */
import m from '../../messages/compiled/install'
import { foundVersion } from '../../provision/survey/found'
import type { InstallDecision } from '../../state/install-decision.svelte'
import { canUpdate } from '../../state/update-request'
import { micropythonWords } from './micropython-words'
import { costWords } from './plan-words/cost'
import type { Recommendation } from './recommendation'

export interface Way {
  name: 'full-install' | 'files' | 'board-files' | 'console' | 'many' | 'erase'
  label: string
  /** What it does. */
  text: string
  harsh?: boolean
  disabled: boolean
  run: () => void
}

export interface Verbs {
  install: () => void
  updateFiles: () => void
  openFiles: () => void
  openConsole: () => void
  /** The view of many boards. */
  many: () => void
  erase: () => void
}

interface Situation {
  decision: InstallDecision
  recommended: Recommendation
  /** Install may not be pressed. */
  blocked: boolean
  backingUp: boolean
}

export function waysBeside(
  { decision, recommended, blocked, backingUp }: Situation,
  verbs: Verbs,
): Way[] {
  const { current: plan, erase } = decision
  const ways: Way[] = []
  if (plan && recommended.way === 'files') {
    const text = m.more.fullInstallText({ cost: costWords(plan) })
    ways.push({
      name: 'full-install',
      label: m.more.fullInstall(),
      text,
      disabled: blocked,
      run: verbs.install,
    })
  }
  if (plan && !erase && recommended.way === 'install' && canUpdate(plan)) {
    const micropython = micropythonWords(foundVersion(plan.found.firmware))
    const text = m.more.filesText({ micropython })
    ways.push({
      name: 'files',
      label: m.updateOnly.button(),
      text,
      disabled: blocked,
      run: verbs.updateFiles,
    })
  }
  if (plan && 'files' in plan.found.filesystem) {
    ways.push({
      name: 'board-files',
      label: m.more.boardFiles(),
      text: m.more.boardFilesText(),
      disabled: backingUp,
      run: verbs.openFiles,
    })
  }
  const text = m.more.openConsoleText()
  ways.push({
    name: 'console',
    label: m.more.openConsole(),
    text,
    disabled: backingUp,
    run: verbs.openConsole,
  })
  ways.push({
    name: 'many',
    label: m.more.many(),
    text: m.more.manyText(),
    disabled: backingUp,
    run: verbs.many,
  })
  if (!erase) {
    const text = m.more.eraseText()
    ways.push({
      name: 'erase',
      label: m.more.erase(),
      text,
      harsh: true,
      disabled: backingUp,
      run: verbs.erase,
    })
  }
  return ways
}
