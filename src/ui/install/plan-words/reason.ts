/** Why the button recommends what it does, in one line beside it. */
import m from '../../../messages/compiled/install'
import type { InstallPlan } from '../../../provision/plan/plan'
import { foundVersion } from '../../../provision/survey/found'
import { micropythonWords } from '../micropython-words'
import type { Recommendation } from '../recommendation'
import { updateTimeWords } from './cost'

/** Undefined where there is no more to say than the plan does. */
export function reasonWords({ reason }: Recommendation, plan: InstallPlan): string | undefined {
  const micropython = micropythonWords(plan.firmware.version)
  const before = foundMicropython(plan)
  switch (reason) {
    case 'nothing-to-do':
      return m.reason.nothingToDo()
    case 'firmware-is-current':
      return m.reason.current({ time: updateTimeWords(plan) })
    case 'board-is-newer':
      return m.reason.boardStays({ micropython: before, time: updateTimeWords(plan) })
    case 'other-version':
      return m.reason.otherVersion({ micropython, before })
    case 'other-build':
      return m.reason.otherBuild({ micropython })
    case 'unfinished':
      return m.reason.unfinished()
    case undefined:
      return undefined
  }
}

const foundMicropython = ({ found }: InstallPlan): string =>
  micropythonWords(foundVersion(found.firmware))
