/** Whether a job ended only because the board was unplugged or switched off once everything was on it: no failure. */
import { diagnosisOf } from '../../provision/boot/boot-diagnosis'
import type { SessionState } from '../../state/session-state'

export type Ended = SessionState & { at: 'failed' }

/** How the board went away with everything in place; undefined for a real failure. */
export function wentAway({ inPlace, error }: Ended): 'unplugged' | 'silent' | undefined {
  if (!inPlace) return undefined
  if (error.code === 'port-lost') return 'unplugged'
  return diagnosisOf(error)?.cause.code === 'gone-silent' ? 'silent' : undefined
}
