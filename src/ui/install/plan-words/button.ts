/** What the button does. */
import m from '../../../messages/compiled/install'
import type { InstallPlan } from '../../../provision/plan/plan'
import { isIdentical } from './writes'

/** A plan that is not there yet promises nothing. */
export function buttonWords(
  plan: InstallPlan | undefined,
  erase?: 'everything' | 'files' | false,
): string {
  if (erase === 'everything') return m.button.eraseAll()
  if (erase === 'files') return m.button.eraseFiles()
  if (!plan) return m.button.install()
  if (isIdentical(plan)) return m.button.start()
  if (plan.firmware.step === 'resume') return m.button.resume()
  return plan.found.firmware.kind === 'micropython' ? m.button.update() : m.button.install()
}
