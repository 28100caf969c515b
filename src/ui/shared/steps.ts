/** Which of the four steps stands where, from the state of the session and the presets alone. */
import type { SessionState } from '../../state/session-state'

export type StepStatus = 'todo' | 'current' | 'done'
export type StepName = 'preset' | 'board' | 'install' | 'phone'

const order: StepName[] = ['preset', 'board', 'install', 'phone']

/** The step at which a person stands now, who has a preset. */
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
    case 'unplugged':
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

/** The same with what the order alone does not tell: a tick is only there for what was done. */
export function statusOf(step: StepName, state: SessionState, hasPreset: boolean): StepStatus {
  const current = currentStep(state)
  if (!hasPreset && (step === 'preset' || current === 'board')) {
    return step === 'preset' ? 'current' : 'todo'
  }
  const talks = state.at === 'running' || state.at === 'unplugged'
  if (step === 'install' && talks && !state.report) return 'todo'
  if (step === 'phone' && talks && state.now.is === 'joined') return 'done'
  return stepStatus(step, current)
}
