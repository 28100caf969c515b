/** Why a page is not shown. */
import type { ExchangeProblem } from '../exchange-error'
import { ExchangeError } from '../exchange-error'

export type PageProblem =
  | ExchangeProblem
  /** 20 redirects, as browsers allow. */
  | 'too-many-redirects'
  /** The page leads elsewhere faster than anybody can read. */
  | 'keeps-reloading'
  /** https: and other schemes, which no board speaks. */
  | 'not-http'
  /** A file that a sign-in sheet cannot open. */
  | 'download'
  /** Nothing of the above. */
  | 'other'

export class PageError extends Error {
  override readonly name = 'PageError'
  constructor(
    readonly problem: PageProblem,
    /** Where it happened, if that is elsewhere than what was asked for. */
    readonly url?: string,
  ) {
    super(`The page cannot be shown: ${problem}.`)
  }
}

/** @param error what an exchange or a load threw */
export function problemOf(error: unknown): PageProblem {
  if (error instanceof PageError) return error.problem
  if (error instanceof ExchangeError) return error.reason
  return 'other'
}
