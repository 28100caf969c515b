/**
 * Where the page stands with a board: one union, so that no two parts of the page can disagree. What
 * leads from one state to the next is in `session.svelte.ts`.
 */
import type { BoardIdentity } from '../esptool/identity'
import type { DeviceError } from '../errors'
import type { ConnectedBoard, Phase, PortalReport, Progress } from '../provision/job'
import type { OnePassRequest } from '../provision/one-pass-request'
import type { SerialLink } from '../serial/link'

export type BoardKind = 'real' | 'virtual'

/** After a failure: the same again, but with something erased, which is to be agreed to first. */
export interface SecondThoughts {
  erase: 'everything' | 'files'
  /** What was asked for when it failed. */
  before?: OnePassRequest
}

/** Why the page stands at the beginning again, where that needs a word. */
export type Interruption =
  | { why: 'nothing-chosen' }
  /** Cancelled; what that leaves on the board depends on the phase. */
  | { why: 'cancelled'; phase: Phase }

export interface Working {
  kind: BoardKind
  /** Undefined while the browser's list of ports is open. */
  progress?: Progress
  /** Cancel was pressed, and the board is being let go. */
  cancelling?: boolean
}

export type SessionState =
  | { at: 'disconnected'; interruption?: Interruption }
  | ({ at: 'connecting' } & Working)
  | {
      at: 'ready'
      kind: BoardKind
      identity: BoardIdentity
      board: ConnectedBoard
      second?: SecondThoughts
    }
  | ({ at: 'installing'; identity: BoardIdentity } & Working)
  | ({ at: 'starting'; identity: BoardIdentity } & Working)
  | {
      at: 'running'
      kind: BoardKind
      identity?: BoardIdentity
      link: SerialLink
      /** Undefined when only the console was asked for. */
      report?: PortalReport
    }
  | {
      at: 'failed'
      kind: BoardKind
      error: DeviceError
      /** The state that failed. */
      during: Exclude<SessionState['at'], 'disconnected' | 'failed'>
      phase?: Phase
      identity?: BoardIdentity
      /** The ended link of a console, whose text may still be read. */
      link?: SerialLink
    }

export type StateName = SessionState['at']

/** From here on the flash is complete, and cancelling leaves a board that starts. */
const startPhases: Phase[] = ['start', 'upload', 'portal']

/** `state` after `progress`: installing turns into starting when the board is reset into its firmware. */
export function withProgress(state: SessionState, progress: Progress): SessionState {
  if (state.at === 'connecting') return { ...state, progress }
  if (state.at !== 'installing' && state.at !== 'starting') return state
  const at = startPhases.includes(progress.phase) ? 'starting' : 'installing'
  return { ...state, at, progress }
}

/** True while a board is being worked on: the tab should not be closed without asking. */
export const isWorking = ({ at }: SessionState): boolean =>
  at === 'connecting' || at === 'installing' || at === 'starting'

export const identityOf = (state: SessionState): BoardIdentity | undefined =>
  'identity' in state ? state.identity : undefined

export const kindOf = (state: SessionState): BoardKind | undefined =>
  'kind' in state ? state.kind : undefined
