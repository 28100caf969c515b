/** Every state of the page, in the order of a visit. */
import { board } from './board'
import { firstVisit } from './first-visit'
import { links } from './links'
import type { PageState } from './page-state'
import { phoneStates } from './phone'
import { runningBoard } from './running-board'
import { trouble } from './trouble'

export const allStates: readonly PageState[] = [
  ...firstVisit,
  ...links,
  ...trouble,
  ...board,
  ...runningBoard,
  ...phoneStates,
]
