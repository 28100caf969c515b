/** What stays on the board, beside files. */
import m from '../../../messages/compiled/plan'
import type { InstallPlan } from '../../../provision/plan/plan'
import { networksFate } from './files'

/** "The saved Wi-Fi networks." where they stay; undefined where there are none, or they go. */
export function networksWords(plan: InstallPlan): string | undefined {
  const fate = networksFate(plan)
  if (fate === 'kept' || fate === 'unchanged') return m.stays.networks()
  const merged = fate === 'replaced' && plan.owners === 'keep'
  return merged ? m.stays.networksMerged() : undefined
}
