/**
 * The result of checking a link's signature. `name` is the name that the reader gave to a key; `claimed` is
 * the signer's name in the link, which proves nothing. Types and one rule only: no cryptography is loaded.
 */
import type { LinkAlgorithm } from './keys/key'

interface SignedBy {
  name: string
  algorithm: LinkAlgorithm
  signedAtMs: number
  validUntilMs: number
}

export type SignatureStatus =
  | ({ is: 'signed' } & SignedBy)
  | ({ is: 'expired' } & SignedBy)
  | ({ is: 'from-the-future' } & SignedBy)
  /** Signed to count for longer than any link may. */
  | ({ is: 'too-long' } & SignedBy)
  /** Not what was signed, or not a signature of ours at all. */
  | { is: 'changed'; name?: string }
  /** The reader's key of that name is of another kind than the signature. */
  | { is: 'other-kind'; name: string }
  | ({ is: 'unknown-signer'; claimed: string } & Unverified)
  | ({ is: 'unsigned' } & Unverified)
  /** This browser knows no Ed25519, or does not give the keys (then `expected` is not known). */
  | ({ is: 'uncheckable' } & Partial<Unverified>)

/** Nothing is known of who made it: an attacker can remove a signature, or add one of their own. */
interface Unverified {
  /** True if the reader has keys, and so may have been promised a signature. */
  expected: boolean
}

/**
 * True where a preset is added only after a tick. A signature by an unknown key, one that cannot be checked and
 * none at all count the same, so that removing one gains nothing.
 */
export function needsConsent(signatureStatus: SignatureStatus): boolean {
  switch (signatureStatus.is) {
    case 'signed':
      return false
    case 'unsigned':
    case 'unknown-signer':
      return signatureStatus.expected
    case 'uncheckable':
      return signatureStatus.expected ?? true
    default:
      return true
  }
}
