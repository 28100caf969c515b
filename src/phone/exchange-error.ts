import type { DnsProblem } from './dns-message'

/** Why a request of the phone has no answer. */
export type ExchangeProblem =
  | DnsProblem
  /** The DNS server did not answer in time. */
  | 'dns-silent'
  /** The phone is in no network. */
  | 'no-network'
  /** Nobody listens there: RST to the first segment. */
  | 'refused'
  /** No way leads there from the network that the phone is in. */
  | 'unreachable'
  /** No connection, or no whole answer, in time. */
  | 'timed-out'
  /** RST after the connection was open. */
  | 'reset'
  /** The connection ended before the answer did. */
  | 'truncated'
  /** What came is not HTTP. */
  | 'malformed'
  | 'too-large'
  /** Not something that can be asked over HTTP: another scheme, or line breaks in a header. */
  | 'invalid-question'

export class ExchangeError extends Error {
  override readonly name = 'ExchangeError'
  constructor(readonly reason: ExchangeProblem) {
    super(`The request failed: ${reason}.`)
  }
}
