/**
 * Whether a signature is of now: made at `timestamp`, good for `window` milliseconds, by clocks that
 * may differ by `skewMs`. As exchanges do it with `timestamp` and `recvWindow`.
 */

export interface TimeWindow {
  /** Milliseconds since 1970. */
  timestampMs: number
  /** How long it counts from then on. */
  windowMs: number
  /** By how much the signer's clock may be ahead of ours. */
  skewMs: number
}

export type Timeliness = 'now' | 'expired' | 'from-the-future'

export function timeliness(
  { timestampMs, windowMs, skewMs }: TimeWindow,
  nowMs: number,
): Timeliness {
  if (timestampMs > nowMs + skewMs) return 'from-the-future'
  return nowMs > timestampMs + windowMs + skewMs ? 'expired' : 'now'
}
