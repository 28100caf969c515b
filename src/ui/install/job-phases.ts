/** Which phases a job goes through, for a bar that shows how far it is. */
import type { Phase } from '../../provision/progress'
import type { SessionState } from '../../state/session-state'

export type Job = 'install' | 'update' | 'console'

/** How much of the bar a phase takes: roughly as it takes time. */
export interface PhaseShare {
  phase: Phase
  share: number
}

const shares: Record<Job, PhaseShare[]> = {
  install: [
    { phase: 'prepare', share: 1 },
    { phase: 'write', share: 8 },
    { phase: 'verify', share: 1 },
    { phase: 'start', share: 1 },
    { phase: 'portal', share: 1 },
  ],
  update: [
    { phase: 'start', share: 1 },
    { phase: 'upload', share: 3 },
    { phase: 'portal', share: 2 },
  ],
  console: [{ phase: 'start', share: 1 }],
}
/** Old firmware gets the portal's files only once it runs. */
const upload: PhaseShare = { phase: 'upload', share: 3 }

/** In order. Reaching the board is no part of it: that was a step of its own. */
export function jobPhases(job: Job, uploads: boolean): PhaseShare[] {
  const phases = shares[job]
  if (job !== 'install' || !uploads) return phases
  return [...phases.slice(0, -1), upload, ...phases.slice(-1)]
}

/** What is going on in a state with which a job begins. */
export function jobOf(state: SessionState): Job {
  if (state.at !== 'starting') return 'install'
  return state.update ? 'update' : 'console'
}
