/**
 * What is known of who made a link. Names called `name` are those that the reader gave to a key;
 * `claimed` is what the link says of itself. Types and one rule only: no cryptography is loaded for it.
 */
import type { LinkAlgorithm } from './keys/key'

interface BySomeone {
  name: string
  algorithm: LinkAlgorithm
  signedAtMs: number
  validUntilMs: number
}

export type Verdict =
  | ({ is: 'signed' } & BySomeone)
  | ({ is: 'expired' } & BySomeone)
  | ({ is: 'from-the-future' } & BySomeone)
  /** Signed to count for longer than any link may. */
  | ({ is: 'too-long' } & BySomeone)
  /** Not what was signed, or not a signature of ours at all. */
  | { is: 'changed'; name?: string }
  /** The reader's key of that name is of another kind than the signature. */
  | { is: 'other-kind'; name: string }
  | ({ is: 'unknown-signer'; claimed: string } & FromAnybody)
  | ({ is: 'unsigned' } & FromAnybody)
  /** This browser knows no Ed25519, or does not give the keys (then `expected` is not known). */
  | ({ is: 'uncheckable' } & Partial<FromAnybody>)

/** Nothing is known of who made it: whoever attacks can cut a signature off, or make one of their own. */
interface FromAnybody {
  /** True if the reader has keys, and so may have been promised a signature. */
  expected: boolean
}

/**
 * True where a preset is kept only after a tick. A stranger's signature, one that cannot be checked and none
 * at all are worth the same, so that cutting one off gains nothing.
 */
export function needsConsent(verdict: Verdict): boolean {
  switch (verdict.is) {
    case 'signed':
      return false
    case 'unsigned':
    case 'unknown-signer':
      return verdict.expected
    case 'uncheckable':
      return verdict.expected ?? true
    default:
      return true
  }
}
