/** A board that can be given a network over its open console, however that is done there. */
import type { WaitOptions } from '../../async/deadline'
import type { Credentials } from '../../improv/commands'
import type { NetworkInReach } from '../../improv/networks'

export interface BoardWifi {
  /**
   * As the board sees them, the strongest first.
   * @throws DeviceError `no-answer`, or what a REPL throws
   */
  networks(options?: WaitOptions): Promise<NetworkInReach[]>
  /** Ends with the attempt. An abort ends the waiting alone: the board may go on. */
  join(credentials: Credentials, options?: WaitOptions): Promise<JoinOutcome>
  /** Gives the console back; a board whose program was stopped starts again. Never throws; safe to call twice. */
  close(): Promise<void>
}

/**
 * "wrong", "refused", "closed", "gone", "silent", "unclear": the portal's words, see
 * firmware/lib/captive_portal/reason.py. `unable`: the board does not say why. `busy`: not just now.
 * `no-answer`: nothing was heard of the attempt. `over`: nobody listens there any more.
 */
export type JoinFailure =
  | 'wrong'
  | 'refused'
  | 'closed'
  | 'gone'
  | 'silent'
  | 'unclear'
  | 'unable'
  | 'busy'
  | 'no-answer'
  | 'over'

/** What the board does when it has joined. */
export type AfterJoin = 'portal-closes' | 'restarts' | 'unknown'

export interface Joined {
  joined: true
  /** A web address, if the board tells one. */
  address?: string
  /** The name that the board says, where it is not told which one to join. */
  network?: string
  next: AfterJoin
}

export type JoinOutcome = Joined | { joined: false; why: JoinFailure }

const failures: readonly string[] = ['wrong', 'refused', 'closed', 'gone', 'silent', 'unclear']

/** A reason of the portal's; `unable` for a word of a newer one. */
export const failureOf = (word: string): JoinFailure =>
  failures.includes(word) ? (word as JoinFailure) : 'unable'

/** What is at the other end, as far as it is known. */
export type BoardDoes =
  /** The portal of this page runs: asking interrupts nothing. */
  | 'portal'
  /** A program that does not listen, or has ended; it was agreed that the board starts again. */
  | 'program'
  /** Nobody knows; it was agreed that it may be interrupted. */
  | 'unknown'

export interface OpenWifiOptions extends WaitOptions {
  board: BoardDoes
  /** The board begins anew: the console will not tell by itself. */
  onRestart?: () => void
  /** It has joined a network, or stopped listening, without being asked. */
  onOver?: (joined?: Joined) => void
}
