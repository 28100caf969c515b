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
  /** Not what was signed, or not a signature of ours at all. */
  | { is: 'changed'; name?: string }
  | { is: 'unknown-signer'; claimed: string }
  /** The reader's key of that name is of another kind than the signature. */
  | { is: 'other-kind'; name: string }
  /** `expected` if the reader has keys, and so may have been promised a signature. */
  | { is: 'unsigned'; expected: boolean }
  /** This browser knows no Ed25519, or does not give the keys. */
  | { is: 'uncheckable' }

/** True where a preset is kept only after a tick. */
export const needsConsent = (verdict: Verdict): boolean =>
  verdict.is === 'unsigned' ? verdict.expected : verdict.is !== 'signed'
