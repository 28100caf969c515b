/**
 * The states of a Session: one union, so that no two parts of the page can disagree. The transitions are in
 * board-operations.ts and session-machine.svelte.ts.
 */
import type { BoardIdentity } from '../esptool/identity'
import type { DeviceError } from '../errors'
import type { BoardNow } from '../micropython/board-now'
import type { Consent } from '../provision/plan/consent'
import type { ConnectedBoard, FileCounts } from '../provision/connected-board'
import type { FileOnBoard } from '../provision/files/merge-files'
import type { Phase, Progress } from '../provision/progress'
import type { PortalState } from '../micropython/portal-lines'
import type { InstallRequest } from '../provision/request'
import type { SerialLink } from '../serial/link'

export type BoardKind = 'real' | 'virtual'

/** After a failure: the same again, but with something erased, which is to be agreed to first. */
export interface RetryWithErase {
  erase: 'everything' | 'files'
  /** What was asked for when it failed. */
  before?: InstallRequest
}

/** Only files, over the console: of a board that came from its bootloader, or of one as it runs. */
export type UpdateWay = 'board' | 'console'

/** Why the page stands at the beginning again, where that needs a word. */
export type Interruption =
  | { why: 'nothing-chosen' }
  /** Cancelled; what that leaves on the board depends on the phase. */
  | { why: 'cancelled'; phase: Phase; update?: UpdateWay | 'wifi' }

/** How far this page has got with the board at hand, in this or an earlier attempt. */
export interface InstallProgress {
  phase: Phase
  /** Set if it was an update of files alone. */
  update?: UpdateWay
  /** It was completed. */
  done?: true
}

/** A console is open, or was when the board was unplugged. */
export interface WithConsole {
  kind: BoardKind
  identity?: BoardIdentity
  link: SerialLink
  /** What the board does, by its own words on the console. */
  now: BoardNow
  /** Of an installation; undefined when only the console was asked for. */
  report?: PortalState
  /** Of its access point, by the installation; without one nobody knows whether there is one. */
  accessPointPassword?: string
  /** After an update of files alone. */
  files?: FileCounts
  /** Every file on the board when it started, where that is known. */
  onBoard?: FileOnBoard[]
  /** The console has been lent to those who look at the board's files: open-files.ts. */
  filesOpen?: true
  /** What was done to the board before only its console was asked for. */
  installProgress?: InstallProgress
}

export interface Busy {
  kind: BoardKind
  /** Undefined while the browser's port picker is open. */
  progress?: Progress
  /** Cancel was pressed, and the board is being released. */
  cancelling?: boolean
}

export type SessionState =
  | { at: 'disconnected'; interruption?: Interruption }
  | ({ at: 'connecting' } & Busy)
  | {
      at: 'ready'
      kind: BoardKind
      identity: BoardIdentity
      board: ConnectedBoard
      /** Set after a failure whose remedy erases something. */
      retry?: RetryWithErase
      /** Through the bootloader. */
      filesOpen?: true
      /** An installation did not begin, because the board is not as the plan said. */
      changed?: { consent: Consent }
    }
  | ({ at: 'installing'; identity: BoardIdentity } & Busy)
  /** Without an identity for a board that runs: only its bootloader tells that. */
  | ({ at: 'starting'; identity?: BoardIdentity; update?: UpdateWay } & Busy)
  | ({ at: 'running' } & WithConsole)
  /** It gets another network over the console; the link that was has ended. */
  | ({ at: 'changing'; network: string } & WithConsole & Busy)
  /** No failure: the board works without this page. The link has ended; its text may still be read. */
  | ({ at: 'unplugged' } & WithConsole)
  | {
      at: 'failed'
      kind: BoardKind
      error: DeviceError
      /** The state that failed. */
      during: Exclude<SessionState['at'], 'disconnected' | 'failed' | 'unplugged'>
      phase?: Phase
      /** What was to be written is on the board, and compared. */
      inPlace?: boolean
      /** Set if it was an update of files alone. */
      update?: UpdateWay
      identity?: BoardIdentity
      /** The ended link of a console, whose text may still be read. */
      link?: SerialLink
      /** What the board did when its console failed. */
      now?: BoardNow
    }

export type StateName = SessionState['at']
export type ReadyState = Extract<SessionState, { at: 'ready' }>
export type RunningState = Extract<SessionState, { at: 'running' }>
type WorkingState = Extract<
  SessionState,
  { at: 'connecting' | 'installing' | 'starting' | 'changing' }
>

/** From here on the flash is complete, and cancelling leaves a board that starts. */
const startPhases: Phase[] = ['start', 'upload', 'portal']

/** `state` after `progress`: installing turns into starting when the board is reset into its firmware. */
export function withProgress(state: SessionState, progress: Progress): SessionState {
  if (state.at === 'connecting' || state.at === 'changing') return { ...state, progress }
  if (state.at !== 'installing' && state.at !== 'starting') return state
  if (state.at === 'starting' && state.update) return { ...state, progress }
  const { identity } = state
  if (startPhases.includes(progress.phase) || !identity)
    return { ...state, at: 'starting', progress }
  return { ...state, identity, at: 'installing', progress }
}

/** True while a board is being worked on: the tab should not be closed without asking. */
export const isWorking = (state: SessionState): state is WorkingState =>
  ['connecting', 'installing', 'starting', 'changing'].includes(state.at)

/** What is still true of a board that runs when it gets another network. */
export const knownOf = ({
  at: _at,
  files: _files,
  filesOpen: _filesOpen,
  ...board
}: RunningState): WithConsole => board

/** The board is gone, and what was on the screen stays. */
export const isOver = (
  state: SessionState,
): state is Extract<SessionState, { at: 'failed' | 'unplugged' }> =>
  state.at === 'failed' || state.at === 'unplugged'

export const identityOf = (state: SessionState): BoardIdentity | undefined =>
  'identity' in state ? state.identity : undefined

export const kindOf = (state: SessionState): BoardKind | undefined =>
  'kind' in state ? state.kind : undefined

export const phaseOf = (state: SessionState): Phase | undefined =>
  'progress' in state ? state.progress?.phase : undefined

export const updateOf = (state: SessionState): UpdateWay | undefined =>
  'update' in state ? state.update : undefined

/** True as soon as the board needs the cable no more. */
export const isInPlace = (state: SessionState): boolean | undefined =>
  'progress' in state ? state.progress?.inPlace : undefined
