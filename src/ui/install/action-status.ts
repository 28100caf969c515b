/** The one line above the button: why it rests, what goes on, or why it is the recommended one. */
import m from '../../messages/compiled/install'
import type { InstallDecision } from '../../state/install-decision.svelte'
import { losesAnything, lossWords } from './plan-words/lost'
import { reasonWords } from './plan-words/reason'
import type { Recommendation } from './recommendation'

export interface ActionStatus {
  words: string
  /** Something goes on that takes a while. */
  busy?: boolean
  /** Said beside it, where something is lost. */
  loss?: string
}

export function actionStatus(
  decision: InstallDecision,
  recommended: Recommendation,
  block: string | undefined,
): ActionStatus {
  const { offer } = decision.planning
  if (block) return { words: block }
  if (offer.at === 'planning') return { words: offer.detail ?? m.card.looking(), busy: true }
  if (offer.at === 'failed') return { words: m.reason.looksAgain() }
  const loss = losesAnything(lossWords(offer.plan, decision.extraPaths))
    ? m.reason.loses()
    : undefined
  const reason = reasonWords(recommended, offer.plan)
  return { words: reason ?? (loss ? '' : m.reason.ready()), loss }
}
