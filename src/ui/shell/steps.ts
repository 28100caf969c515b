/** Which of the four steps stands where, from the state of the session alone. */
import type { SessionState } from '../../state/session-state'

export type StepStatus = 'todo' | 'current' | 'done'
export type StepName = 'preset' | 'board' | 'install' | 'phone'

const order: StepName[] = ['preset', 'board', 'install', 'phone']

/** The step at which a person stands now. */
export function currentStep(state: SessionState): StepName {
  switch (state.at) {
    case 'disconnected':
    case 'connecting':
      return 'board'
    case 'ready':
    case 'installing':
    case 'starting':
      return 'install'
    case 'running':
      return 'phone'
    case 'failed':
      if (state.during === 'running') return 'phone'
      return state.during === 'connecting' ? 'board' : 'install'
  }
}

export function stepStatus(step: StepName, current: StepName): StepStatus {
  const distance = order.indexOf(step) - order.indexOf(current)
  if (distance === 0) return 'current'
  return distance < 0 ? 'done' : 'todo'
}
