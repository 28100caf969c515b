/**
 * Does a plan cost more than what was agreed to? Between agreeing and writing a board may have run, or
 * the rest of its flash may have been looked through. Pure.
 */
import { hex } from '../../bytes/hex'
import { runsOf, type InstallPlan, type Loss } from './plan'
import { BoardChanged } from '../job-errors'
import { between, without, type Stretch } from '../survey/flash-ranges'

/** The plan that somebody has read; `nothing` if they have read none. */
export type Consent = InstallPlan | 'nothing'

/**
 * @param consent undefined where nobody is to be asked
 * @throws BoardChanged before anything is written, if `plan` loses what `consent` does not name
 */
export function checkConsent(consent: Consent | undefined, plan: InstallPlan): void {
  if (!consent) return
  const more = plan.losses.filter((loss) => consent === 'nothing' || !isCovered(loss, consent))
  if (more.length === 0) return
  const what = more.map(detailOf).join(', ')
  throw new BoardChanged(`It would lose more than was agreed to: ${what}.`)
}

function isCovered(loss: Loss, consent: InstallPlan): boolean {
  if (loss.kind === 'data') return without([loss], coveredStretches(consent)).length === 0
  // Half of what the plan consented to has written already is no program any more.
  if (loss.kind === 'firmware' && consent.work.firmware.length > 0) return true
  return consent.losses.some((known) => nameOf(known) === nameOf(loss))
}

/** What the plan consented to names, and what it writes itself. */
function coveredStretches({ losses, work }: InstallPlan): Stretch[] {
  const named = losses.filter((loss) => loss.kind === 'data')
  const written = runsOf(work).map(({ offsetBytes, bytes }) =>
    between(offsetBytes, offsetBytes + bytes.length),
  )
  return [...named, ...written]
}

function nameOf(loss: Loss): string {
  if (loss.kind === 'file') return `file ${loss.path}`
  return loss.kind === 'filesystem' ? `filesystem ${loss.format}` : loss.kind
}

function detailOf(loss: Loss): string {
  if (loss.kind !== 'data') return nameOf(loss)
  return `${loss.sizeBytes} bytes at ${hex(loss.offsetBytes)}`
}
