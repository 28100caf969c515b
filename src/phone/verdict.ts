/** What a phone thinks of the network that it is in. */
import type { ExchangeProblem } from './exchange-error'
import type { HttpAnswer } from './http-message'
import type { UselessAnswer } from './judges'
import type { Sheet } from './systems'

export type NoInternetReason = UselessAnswer | ExchangeProblem

export type Verdict =
  | {
      kind: 'captive'
      /** What the sheet opens, as its first page. */
      signInUrl: string
      show: Sheet['kind']
      /** To the question that decided. */
      answer: HttpAnswer
    }
  | { kind: 'online' }
  /** The system says "no Internet" and opens nothing. */
  | { kind: 'no-internet'; reason: NoInternetReason }
