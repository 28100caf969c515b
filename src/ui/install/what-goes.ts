/** What goes onto the board, for the places where the plan itself is gone: while it is written, and after a failure. */
import type { Preset } from '../../presets/schema'
import type { Session } from '../../state/session.svelte'
import { writtenWords } from './plan-words/writes'

/** The plan's own words; undefined where Install was pressed before there was a plan. */
export function whatGoes(session: Session, preset: Preset | undefined): string | undefined {
  const { lastPlan } = session
  return lastPlan && preset && writtenWords(lastPlan, preset.name, preset.app?.name)
}
