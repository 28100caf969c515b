/** Is a slower rate faster in sum, over a wire that has just lost a block? */

/** Reset, stub and rate once more. */
const recoveryMs = 1500
/** A firmware is compressed to two thirds; a block is lost with it. */
const compression = 0.67
const blockMsBits = 0x4000 * 10_000

export interface Loss {
  /** In baud. */
  present: number
  lower: number
  /** Bytes of flash that got through since the last loss, and those that are left. */
  passed: number
  left: number
}

/**
 * By the error rate that was seen: as many bytes may be expected to get through the next time. Where nothing did, the
 * rate is the likeliest culprit.
 */
export function isSlowerWorthwhile({ present, lower, passed, left }: Loss): boolean {
  if (passed === 0) return true
  const losses = left / passed
  const lossMs = losses * (recoveryMs + blockMsBits / present)
  const slowerMs = left * compression * (10_000 / lower - 10_000 / present)
  return lossMs > slowerMs
}
