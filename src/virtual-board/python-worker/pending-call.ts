/**
 * The host call in which Python's thread is blocked. It is answered at once, when what it waits for happens,
 * when its time is over, or with EINTR by Ctrl-C.
 */
import type { Clock } from '../clock'
import {
  isWaiting,
  type BoardHost,
  type HostReply,
  type HostRequest,
  type Waiting,
} from '../interpreter/host-calls'

const EINTR = 4

export interface PendingCallOptions {
  clock: Clock
  host: BoardHost
  /** Whether a Ctrl-C is pending that Python has not seen yet. */
  isInterrupted: () => boolean
  /** Ends the wait of Python's thread. */
  answer: (reply: HostReply) => void
}

export class PendingCall {
  #waiting: { outcome: Waiting; cancel: () => void } | undefined

  constructor(private readonly options: PendingCallOptions) {}

  begin(request: HostRequest): void {
    const outcome = this.options.host(request)
    if (!isWaiting(outcome)) return this.#answer(outcome)
    // A Ctrl-C may have come while the request was under way.
    if (this.options.isInterrupted()) return this.#answer(-EINTR)
    const { clock } = this.options
    const leftMs = outcome.untilMs - clock.now()
    const expire = () => this.#answer(outcome.expired)
    const cancel = leftMs === Infinity ? () => {} : clock.after(Math.max(0, leftMs), expire)
    this.#waiting = { outcome, cancel }
  }

  /** Something has changed: answers if what Python waits for is there. */
  poll(): void {
    const reply = this.#waiting?.outcome.poll()
    if (reply !== undefined) this.#answer(reply)
  }

  /** Ends a wait with EINTR; does nothing if Python does not wait. */
  interrupt(): void {
    if (this.#waiting) this.#answer(-EINTR)
  }

  /** Python's thread is gone: no answer any more. */
  cancel(): void {
    this.#waiting?.cancel()
  }

  #answer(reply: HostReply): void {
    this.#waiting?.cancel()
    this.#waiting = undefined
    this.options.answer(reply)
  }
}
